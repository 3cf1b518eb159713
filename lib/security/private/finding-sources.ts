import { EventField, EventPattern } from 'aws-cdk-lib/aws-events';

/** Findings of one service that cannot wait, and how they are told. */
interface FindingSource {
  readonly id: string;
  readonly description: string;
  readonly pattern: EventPattern;
  readonly message: string;
}

const at = EventField.fromPath;

/** Lowest severity of GuardDuty that counts as high. */
const HIGH = 7;

/** By the name of the control that finds them. */
export const FINDING_SOURCES: Readonly<Record<string, FindingSource>> = {
  'security-hub': {
    id: 'SecurityHub',
    description: 'Tells new high and critical findings of Security Hub',
    pattern: {
      source: ['aws.securityhub'],
      detailType: ['Security Hub Findings - Imported'],
      detail: {
        findings: {
          RecordState: ['ACTIVE'],
          Severity: { Label: ['HIGH', 'CRITICAL'] },
          Workflow: { Status: ['NEW'] },
        },
      },
    },
    message: [
      `Security Hub, ${at('$.detail.findings[0].Severity.Label')}: ${at('$.detail.findings[0].Title')}.`,
      `Found by ${at('$.detail.findings[0].ProductName')} on ${at('$.detail.findings[0].Resources[0].Id')}`,
      `in account ${at('$.detail.findings[0].AwsAccountId')}, region ${at('$.detail.findings[0].Region')}.`,
      `Finding: ${at('$.detail.findings[0].Id')}`,
    ].join(' '),
  },
  guardduty: {
    id: 'GuardDuty',
    description: 'Tells high and critical findings of GuardDuty',
    pattern: {
      source: ['aws.guardduty'],
      detailType: ['GuardDuty Finding'],
      detail: { severity: [{ numeric: ['>=', HIGH] }], service: { archived: [false] } },
    },
    message: [
      `GuardDuty, severity ${at('$.detail.severity')}: ${at('$.detail.title')}.`,
      `Type ${at('$.detail.type')}`,
      `in account ${at('$.detail.accountId')}, region ${at('$.detail.region')}.`,
      `Finding: ${at('$.detail.id')}`,
    ].join(' '),
  },
  macie: {
    id: 'Macie',
    description: 'Tells high findings of Macie',
    pattern: {
      source: ['aws.macie'],
      detailType: ['Macie Finding'],
      detail: { archived: [false], severity: { description: ['High'] } },
    },
    message: [
      `Macie, ${at('$.detail.severity.description')}: ${at('$.detail.title')}.`,
      `Type ${at('$.detail.type')} on bucket ${at('$.detail.resourcesAffected.s3Bucket.name')}`,
      `in account ${at('$.detail.accountId')}, region ${at('$.detail.region')}.`,
      `Finding: ${at('$.detail.id')}`,
    ].join(' '),
  },
  'external-access': {
    id: 'ExternalAccess',
    description: 'Tells what principals outside the organization reach',
    pattern: {
      source: ['aws.access-analyzer'],
      detailType: ['Access Analyzer Finding'],
      detail: { status: ['ACTIVE'] },
    },
    message: [
      `Access Analyzer: somebody outside the organization reaches ${at('$.detail.resource')}.`,
      `Type ${at('$.detail.resourceType')}, public: ${at('$.detail.isPublic')},`,
      `in account ${at('$.detail.accountId')}, region ${at('$.region')}.`,
      `Finding: ${at('$.detail.id')}`,
    ].join(' '),
  },
};
