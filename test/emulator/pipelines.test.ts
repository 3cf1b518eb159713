import { exampleNamed } from '../examples';
import { everyStep } from '../pipelines/every-step';
import { accessOf } from './access';
import { ADOPTED_NETWORK } from './adopted-network';
import { rolesOf } from './deployed-roles';
import { LandingZone } from './landing-zone';
import { approve } from './model-life';
import { Branch, createPipeline, definitionOf, PipelineRun, runPipeline } from './pipeline-runs';
import { Definition, stepsOf, surround } from './pipeline-surroundings';

const PLACE = { account: '111111111111', region: 'eu-west-1' };
const SHOP = { account: '111122223333', region: 'eu-west-1' };
const DEFINITIONS = Object.entries(everyStep() as unknown as Record<string, Definition>);

describe('every type of step is created, started and listed', () => {
  let zone: LandingZone;

  beforeAll(async () => {
    zone = await LandingZone.start();
    await zone.bootstrap([PLACE]);
    await surround(
      zone,
      PLACE,
      DEFINITIONS.map(([, definition]) => definition),
    );
  });

  afterAll(async () => {
    await zone.stop();
    expect(zone.problems()).toBe('');
  });

  test.each(DEFINITIONS)('%s', async (title, definition) => {
    const name = title.replace('/', '-');
    await createPipeline(zone, PLACE, name, definition);

    const runs: PipelineRun[] = [];
    for (const branch of branchesOf(definition)) runs.push(await runPipeline(zone, PLACE, name, definition, branch));

    expect(runs.flatMap((run) => unexpected(run, definition))).toEqual([]);
  });
});

describe('examples/pipelines', () => {
  let zone: LandingZone;

  beforeAll(async () => {
    zone = await LandingZone.start();
    await zone.bootstrap([SHOP]);
    await zone.lay(ADOPTED_NETWORK, SHOP);
  });

  afterAll(async () => {
    await zone.stop();
    expect(zone.problems()).toBe('');
  });

  test('is deployed, and a second time without changes', async () => {
    const deployed = await zone.deploy(exampleNamed('pipelines'));
    const repeated = await zone.deploy(exampleNamed('pipelines'));

    expect([deployed.changed, deployed.unchanged]).toEqual([['AcmePipelines'], []]);
    expect([repeated.changed, repeated.unchanged]).toEqual([[], ['AcmePipelines']]);
  });

  test('a model that is good enough is registered, another one fails the run', async () => {
    const good = await run('acme-abalone', 'True');
    const bad = await run('acme-abalone', 'False');

    expect([good.status, good.steps.at(-1)?.name]).toEqual(['Succeeded', 'AbaloneRegister']);
    expect(bad.steps.at(-1)).toEqual({
      name: 'AbaloneMseFail',
      status: 'Failed',
      reason: 'the mean squared error unknown is above 6',
    });
  });

  test('a classifier that is accurate and fair is deployed by a function', async () => {
    const { status, steps } = await run('acme-product-reviews', 'True');

    expect([status, steps.filter((step) => step.status !== 'Succeeded')]).toEqual(['Succeeded', []]);
    expect(steps.map(({ name }) => name)).toContain('Deploy');
  });

  test('what was trained and approved predicts', async () => {
    const trained = await run('acme-demand-training', 'True');
    await approve(zone, SHOP, 'acme-shop-demand');
    const predicted = await run('acme-demand-inference', 'True');

    expect([trained.status, predicted.status]).toEqual(['Succeeded', 'Succeeded']);
    expect(predicted.steps.map(({ name }) => name)).toEqual(['FindApprovedModel', 'CreateModel', 'Predict']);
  });

  test('the roles of the pipelines are allowed all that their steps do', async () => {
    const resources = (await zone.resources()).filter(({ stack }) => stack === 'AcmePipelines');
    const calls = (await zone.calls()).filter(({ principal }) => principal.endsWith('/SageMaker'));

    const { denied } = await accessOf(calls, rolesOf(resources));

    expect(calls.length).toBeGreaterThan(0);
    expect(denied).toEqual([]);
  });

  async function run(name: string, branch: Branch): Promise<PipelineRun> {
    return runPipeline(zone, SHOP, name, await definitionOf(zone, SHOP, name), branch);
  }
});

/** Both branches where there is something to decide. */
function branchesOf(definition: Definition): Branch[] {
  return stepsOf(definition).some(({ Type }) => Type === 'Condition') ? ['True', 'False'] : ['True'];
}

/** The steps that ended otherwise than they are made to, and an execution that did. */
function unexpected({ status, steps }: PipelineRun, definition: Definition): unknown[] {
  const failing = stepsOf(definition).filter(({ Type }) => Type === 'Fail');
  const failed = steps.filter(({ name }) => failing.some(({ Name }) => Name === name));
  const others = steps.filter((step) => !failed.includes(step) && step.status !== 'Succeeded');
  const expected = failed.length > 0 ? 'Failed' : 'Succeeded';

  return status === expected ? others : [status, ...others];
}
