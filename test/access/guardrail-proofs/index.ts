import { Guardrail } from '../../../lib/organization';
import { policiesOf, Proof, roleOf } from '../control-policies';
import { COMPUTE } from './compute';
import { DEPLOYMENT } from './deployment';
import { ENCRYPTION } from './encryption';
import { FEATURES } from './features';
import { GOVERNANCE } from './governance';
import { IMAGES } from './images';
import { NETWORK } from './network';
import { BREAK_GLASS, EXEMPT_ROLES, ProvedGuardrail } from './requests';
import { SHARING } from './sharing';
import { TAGS } from './tags';

export type { ProvedGuardrail } from './requests';

/** Roles whose names merely resemble those of exempt ones. */
const LOOKALIKES = [
  roleOf('break-glass-2'),
  roleOf('my-break-glass'),
  roleOf('team/break-glass'),
  roleOf('cdk-hnb659fds-cfn-exec-role-mine'),
  roleOf('cdk-other-cfn-exec-role-666666666666-eu-west-1'),
  roleOf('AWSReservedSSO_PlatformAdmin_0123456789abcdef'),
  roleOf('aws-reserved/sso.amazonaws.com/AWSReservedSSO_PlatformAdmin_Junior_0123456789abcdef'),
  'arn:aws:iam::666666666666:user/break-glass',
  'arn:aws:iam::666666666666:root',
];

const SERVICE_LINKED = roleOf('aws-service-role/sagemaker.amazonaws.com/AWSServiceRoleForAmazonSageMakerNotebooks');

/** Each guardrail as an organisation has it that lets one role past, save where it takes no exemption. */
export const PROVED_GUARDRAILS: ProvedGuardrail[] = [
  ...NETWORK,
  ...ENCRYPTION,
  ...COMPUTE,
  ...IMAGES,
  ...TAGS,
  ...GOVERNANCE,
  ...SHARING,
  ...DEPLOYMENT,
  ...FEATURES,
].map(({ guardrail, proofs }) => {
  if (guardrail.serviceControlStatements().length === 0) return { guardrail, proofs };

  const exempting = guardrail.exempting(BREAK_GLASS);
  return { guardrail: exempting, proofs: [...exemptionProofs(exempting, proofs), ...proofs] };
});

/**
 * Requests of which none is refused by the same statement for the same resource as another: a statement that spares a role spares
 * it for each of its actions alike.
 */
function ofEachStatement(guardrail: Guardrail, proofs: readonly Proof[]): Proof[] {
  const statements = policiesOf([guardrail]).serviceControl;
  const keyOf = ({ action, context, resource }: Proof): string => {
    const naming = statements.filter(({ Action }) => [Action].flat().includes(action)).map(({ Sid }) => Sid);
    return JSON.stringify([naming.length > 0 ? naming : action, context, resource]);
  };
  const keys = proofs.map(keyOf);

  return proofs.filter((_, i) => keys.indexOf(keys[i]) === i);
}

/** What is denied to everybody is allowed to each exempt role, and denied to roles whose names are merely similar. */
function exemptionProofs(guardrail: Guardrail, proofs: readonly Proof[]): Proof[] {
  const refused = proofs.filter(({ decision }) => decision === 'denied');

  return [
    ...ofEachStatement(guardrail, refused).flatMap((proof) =>
      guardrail.exemptions
        .flatMap(({ name }) => EXEMPT_ROLES[name])
        .map((who) => ({ ...proof, who, what: `${proof.what}, by the exempt ${who}`, decision: 'allowed' as const })),
    ),
    ...LOOKALIKES.map((who) => ({ ...refused[0], who, what: `${refused[0].what}, by ${who}` })),
    {
      ...refused[0],
      who: SERVICE_LINKED,
      what: `${refused[0].what}, by a service-linked role`,
      decision: 'allowed',
    },
  ];
}
