import { JsonSchemaVersion } from 'aws-cdk-lib/aws-apigateway';
import { Problems } from '../../lib/core';
import { RequestContent } from '../../lib/deployment/request-content';

test.each([
  { content: RequestContent.json(), requestTemplates: { 'application/json': '$input.body' } },
  {
    content: RequestContent.text('text/csv', 'application/jsonlines'),
    requestTemplates: { 'text/csv': '$input.body', 'application/jsonlines': '$input.body' },
  },
])(
  'texts are handed on as they are, and other types are refused: $requestTemplates',
  ({ content, requestTemplates }) => {
    const rendered = content._render();

    expect(rendered).toEqual({ passthroughBehavior: 'NEVER', requestTemplates });
    expect(content._binaryTypes).toBeUndefined();
  },
);

test('bytes are handed on unread', () => {
  const content = RequestContent.binary('application/x-image');

  expect(content._render()).toEqual({ passthroughBehavior: 'WHEN_NO_TEMPLATES' });
  expect(content._binaryTypes).toEqual(['application/x-image']);
});

test.each([undefined, JsonSchemaVersion.DRAFT4])('a schema of draft %s is taken', (schema) => {
  const problems = new Problems();

  RequestContent.json({ schema })._check(problems, 'content');

  expect(problems.all).toEqual([]);
});

test.each([
  {
    content: RequestContent.json({ schema: JsonSchemaVersion.DRAFT7 }),
    message:
      'RequestSchemaNotDraft4: content.schema.schema is "http://json-schema.org/draft-07/schema#", API Gateway validates by draft 4 of JSON Schema; leave it out, and use the keywords of draft 4',
  },
  {
    content: RequestContent.text(),
    message:
      "ApiWithoutContentType: content.contentTypes is empty, a request has a body of some type; name a type, such as 'text/csv'",
  },
  {
    content: RequestContent.binary('image; q=1'),
    message:
      'ApiContentTypeMalformed: content.contentTypes[0] is "image; q=1", a content type is a type, a slash and a subtype, without parameters; write one as \'text/csv\'',
  },
  {
    content: RequestContent.text('text/csv', 'text/csv'),
    message: 'ApiContentTypeRepeated: content.contentTypes names "text/csv" twice, a type is named once; leave one out',
  },
])('$message', ({ content, message }) => {
  const problems = new Problems();

  content._check(problems, 'content');

  expect(() => problems.throwIfAny()).toThrow(message);
});
