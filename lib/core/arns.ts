import { Token } from 'aws-cdk-lib';
import { Problems } from './problems';

const ARN = /^arn:aws(?:-[a-z]+)*:([a-z0-9-]+):[a-z0-9-]*:(?:\d{12}|aws)?:.+$/;

/** Checks that a value is an ARN of the given service. */
export function checkArn(problems: Problems, path: string, value: string, service: string): void {
  if (Token.isUnresolved(value)) return;
  if (ARN.exec(value)?.[1] === service) return;

  problems.add({
    code: 'ArnMalformed',
    path,
    got: `is "${value}"`,
    wanted: `an ARN of ${service} reads arn:<partition>:${service}:<region>:<account>:<resource>`,
    remedy: "copy the ARN from the resource's page in the AWS console",
  });
}
