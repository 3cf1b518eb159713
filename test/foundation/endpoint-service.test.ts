import { EndpointService } from '../../lib/foundation';

test('the list holds every service that SageMaker workloads without internet access need', () => {
  const names = EndpointService.all().map((service) => service.name);

  expect(names.sort()).toEqual([
    'athena',
    'codecommit',
    'codeconnections.api',
    'dynamodb',
    'ecr.api',
    'ecr.dkr',
    'events',
    'git-codecommit',
    'glue',
    'kms',
    'lakeformation',
    'logs',
    'monitoring',
    'notebook',
    's3',
    'sagemaker.api',
    'sagemaker.featurestore-runtime',
    'sagemaker.metrics',
    'sagemaker.runtime',
    'secretsmanager',
    'servicecatalog',
    'ssm',
    'sts',
    'studio',
  ]);
});

test('S3 and DynamoDB are reached by gateways, the others by interfaces', () => {
  const gateways = EndpointService.all().filter((service) => service.isGateway);

  expect(gateways).toEqual([EndpointService.S3, EndpointService.DYNAMODB]);
});

test.each(EndpointService.all())('$name is found by its name', (service) => {
  const found = EndpointService.of(service.name);

  expect(found).toBe(service);
});

test('a misspelt service is refused with the nearest one', () => {
  const found = () => EndpointService.of('sagmaker.api');

  expect(found).toThrow(
    'EndpointServiceUnknown: name is "sagmaker.api", a network has no endpoint service of that name; did you mean "sagemaker.api"',
  );
});

test('a service that resembles none is refused with the list', () => {
  const names = EndpointService.all().map((service) => service.name);

  const found = () => EndpointService.of('elasticmapreduce');

  expect(found).toThrow(
    `EndpointServiceUnknown: name is "elasticmapreduce", a network has no endpoint service of that name; write one of ${names.join(', ')}`,
  );
});
