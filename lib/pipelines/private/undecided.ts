import { Problems } from '../../core';
import { PlacedStep, RenderedDefinition } from './rendered-definition';

const LEFT_TO_OTHERS = 'a pipeline registers a model that somebody else approves';

/** Checks that a pipeline leaves the decision about its model to somebody else. */
export function checkUndecided(problems: Problems, path: string, status: string | undefined): void {
  if (status !== 'Approved') return;

  problems.add({
    code: 'PipelineApprovesItsModel',
    path,
    got: 'is "Approved"',
    wanted: LEFT_TO_OTHERS,
    remedy: 'leave it to the registry, with another status or none',
  });
}

/** Checks that no run can approve the model by the parameter that its approval status is. */
export function checkApprovalParameters(
  problems: Problems,
  { Parameters: parameters = [] }: RenderedDefinition,
  steps: readonly PlacedStep[],
): void {
  for (const { step } of steps.filter((placed) => placed.step.Type === 'RegisterModel')) {
    const { Get: path } = (step.Arguments?.ModelApprovalStatus ?? {}) as { Get?: unknown };
    const parameter = parameters.find(({ Name: name }) => path === `Parameters.${name}`);
    if (parameter === undefined) continue;

    const { Name: name, DefaultValue: defaultValue, EnumValues: allowed } = parameter;
    const approves = [defaultValue, ...(allowed ?? [])].includes('Approved');
    if (allowed !== undefined && !approves) continue;
    problems.add({
      code: 'PipelineApprovesItsModel',
      path: `steps.${step.Name}.approvalStatus`,
      got: approves
        ? `may be "Approved" by the parameter "${name}"`
        : `is any text that the parameter "${name}" is given`,
      wanted: LEFT_TO_OTHERS,
      remedy: "give the parameter allowedValues: ['PendingManualApproval', 'Rejected']",
    });
  }
}
