import { Template } from 'aws-cdk-lib/assertions';

/** The properties for which CloudFormation replaces a resource of an organization. Accounts and policies change in place. */
const REPLACING: Readonly<Record<string, readonly string[]>> = {
  'AWS::ControlTower::EnabledControl': ['ControlIdentifier', 'TargetIdentifier'],
  'AWS::Organizations::Account': [],
  'AWS::Organizations::OrganizationalUnit': ['ParentId'],
  'AWS::Organizations::Policy': ['Type'],
};

/** What may not change between two deployments: the resources by their logical ids, each with its replacing properties. */
export function permanentOrganization(template: Template): Record<string, unknown> {
  const resources = Object.entries(template.toJSON().Resources as Record<string, { Type: string; Properties: object }>);

  return Object.fromEntries(
    resources
      .filter(([, { Type }]) => Type in REPLACING)
      .map(([id, { Type, Properties }]) => [
        id,
        Object.fromEntries(Object.entries(Properties).filter(([name]) => REPLACING[Type].includes(name))),
      ]),
  );
}
