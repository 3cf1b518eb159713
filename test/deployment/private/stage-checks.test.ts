import { EndpointStage } from '../../../lib/deployment';
import { checkNotProduction } from '../../../lib/deployment/private/stage-checks';
import { endpointIn, stackIn } from '../endpoints';
import { told } from '../served';

test('an endpoint outside production may be deleted', () => {
  const endpoint = endpointIn(stackIn(), { stage: EndpointStage.nonProduction() });

  const problems = told((found) => checkNotProduction(found, 'endpoint', endpoint));

  expect(problems).toEqual([]);
});

test('an endpoint in production may not', () => {
  const endpoint = endpointIn(stackIn());

  const problems = told((found) => checkNotProduction(found, 'endpoint', endpoint));

  expect(problems).toEqual([
    'ProductionEndpointDeleted: endpoint is in production, users depend on it, and this would delete it; leave it there, or say that it is EndpointStage.nonProduction()',
  ]);
});
