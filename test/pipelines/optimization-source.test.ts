import { OptimizationSource } from '../../lib/pipelines';
import { told } from './private/told';

test('files are told with the licence that was accepted', () => {
  const modelS3Uri = 's3://acme-models/llm/';

  const rendered = [
    OptimizationSource.files({ modelS3Uri, acceptedLicence: 'Jane Doe accepted the Llama 3.1 licence' })._render(),
    OptimizationSource.files({ modelS3Uri })._render(),
    OptimizationSource.model('acme-llm')._render(),
  ];

  expect(rendered).toEqual([{ S3: { ModelAccessConfig: { AcceptEula: true } } }, { S3: {} }, {}]);
});

test.each([
  [
    OptimizationSource.files({ modelS3Uri: 's3://acme-models/llm/', acceptedLicence: ' ' }),
    'LicenceWithoutStatement: source.acceptedLicence is blank, an auditor reads there on which terms the model is used; write who accepted which licence, and why',
  ],
  [
    OptimizationSource.model('acme_llm'),
    'NameMalformed: source.modelName is "acme_llm", a name is 1 to 63 letters, digits and hyphens between them; choose a name of that form',
  ],
])('what SageMaker would refuse is refused: %#', (source, message) => {
  const found = told((problems) => source._check(problems, 'source'));

  expect(found).toEqual([message]);
});
