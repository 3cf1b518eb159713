import { everyStep } from '../pipelines/every-step';
import { LandingZone } from './landing-zone';
import { Branch, createPipeline, PipelineRun, runPipeline } from './pipeline-runs';
import { Definition, stepsOf, surround } from './pipeline-surroundings';

const PLACE = { account: '111111111111', region: 'eu-west-1' };
const DEFINITIONS = Object.entries(everyStep() as unknown as Record<string, Definition>);

/** Definitions that are printed for tests in Python too; the pipelines of examples are run where the examples are deployed. */
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
