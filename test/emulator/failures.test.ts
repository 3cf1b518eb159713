import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { App, CfnElement, CfnResource, DefaultStackSynthesizer, Fn, Stack } from 'aws-cdk-lib';
import { LandingZone } from './landing-zone';

const ACCOUNT = '111111111111';
const REGION = 'eu-west-1';

/** A resource as it stands in a template. */
interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}

/** What CloudFormation and the services refuse on AWS, refused here by the real CLI, with the same words. */
describe('a deployment that AWS would refuse fails here', () => {
  let zone: LandingZone;

  beforeAll(async () => {
    zone = await LandingZone.start();
    await zone.bootstrap([{ account: ACCOUNT, region: REGION }]);
  });

  afterAll(() => zone.stop());

  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sagemaker-domain.html (Tags: replacement). */
  test('a tag on a domain with a fixed name, which replaces it', async () => {
    await zone.deploy(app('tagged', domain('science', [])));

    const failure = await failureOf(zone.deploy(app('tagged', domain('science', [{ Key: 'team', Value: 'ice' }]))));

    expect(failure).toMatch(/Domain.*already exists/is);
    expect(await statusOf(zone, 'tagged')).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html */
  test('a required property that is missing', async () => {
    const failure = await failureOf(
      zone.deploy(app('incomplete', { Domain: { Type: 'AWS::SageMaker::Domain', Properties: { DomainName: 'x' } } })),
    );

    expect(failure).toContain('required key [AuthMode] not found');
    expect(await statusOf(zone, 'incomplete')).toBe('ROLLBACK_COMPLETE');
  });

  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html */
  test('a reference to nothing', async () => {
    const failure = await failureOf(
      zone.deploy(
        app('dangling', { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: 'Nothing' } } } }),
      ),
    );

    expect(failure).toContain('Unresolved resource dependencies [Nothing] in the Resources block of the template');
  });

  /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
  test('a bucket policy that names a role that does not exist', async () => {
    const failure = await failureOf(
      zone.deploy(app('unknown-principal', { Bucket: bucket('principal-bucket'), Policy: readableBy('nobody') })),
    );

    expect(failure).toContain('Invalid principal in policy');
    expect(await statusOf(zone, 'unknown-principal')).toBe('ROLLBACK_COMPLETE');
  });

  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html */
  test('a custom resource whose handler throws and says so', async () => {
    const code = `
      const response = require('cfn-response');
      exports.handler = (event, context) => {
        if (event.RequestType === 'Delete') return response.send(event, context, response.SUCCESS);
        try { throw new Error('no quota left'); }
        catch (error) { response.send(event, context, response.FAILED, { }, undefined, false, error.message); }
      };`;

    const failure = await failureOf(zone.deploy(app('throwing', customResource(code, '60'))));

    expect(failure).toContain('Received response status [FAILED] from custom resource');
    expect(await statusOf(zone, 'throwing')).toBe('ROLLBACK_COMPLETE');
  });

  /** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-customresource.html (ServiceTimeout). */
  test.each([
    ['throws before it answers', "exports.handler = async () => { throw new Error('lost'); };"],
    ['never answers', 'exports.handler = async () => {};'],
  ])('a custom resource whose handler %s', async (what, code) => {
    const name = what.replaceAll(' ', '-');

    const failure = await failureOf(zone.deploy(app(name, customResource(code, '3'))));

    expect(failure).toContain('CloudFormation did not receive a response from your Custom Resource');
    // Nor does it answer the request to delete what it may have made.
    expect(await statusOf(zone, name)).toBe('ROLLBACK_FAILED');
  });

  /** https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html */
  test('a model of a package that does not exist', async () => {
    const failure = await failureOf(
      zone.deploy(
        app('modelless', {
          Role: role('modelless'),
          Model: modelOf('arn:aws:sagemaker:eu-west-1:111111111111:model-package/none/1'),
        }),
      ),
    );

    expect(failure).toMatch(/model-package\/none\/1/);
    expect(await statusOf(zone, 'modelless')).toBe('ROLLBACK_COMPLETE');
  });

  test('a type that the emulator does not know, by its name', async () => {
    const failure = await failureOf(
      zone.deploy(app('unknown-type', { Game: { Type: 'AWS::GameLift::Build', Properties: {} } })),
    );

    expect(failure).toContain('AWS::GameLift::Build is not emulated');
  });
});

/** An app of one stack, whose resources are written as in a template. */
function app(stackName: string, resources: Record<string, Resource>): App {
  const made = new App({ analyticsReporting: false });
  const stack = new Stack(made, 'Stack', {
    stackName,
    env: { account: ACCOUNT, region: REGION },
    synthesizer: new DefaultStackSynthesizer(),
  });

  for (const [id, { Type, Properties }] of Object.entries(resources)) {
    literally(new CfnResource(stack, id, { type: Type, properties: Properties }), id);
  }
  return made;
}

function literally(element: CfnElement, id: string): void {
  element.overrideLogicalId(id);
}

function domain(name: string, tags: object[]): Record<string, Resource> {
  return {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/24' } },
    Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.0.0/25' } },
    Role: role('studio'),
    Domain: {
      Type: 'AWS::SageMaker::Domain',
      Properties: {
        DomainName: name,
        AuthMode: 'IAM',
        DefaultUserSettings: { ExecutionRole: { 'Fn::GetAtt': ['Role', 'Arn'] } },
        SubnetIds: [{ Ref: 'Subnet' }],
        VpcId: { Ref: 'Vpc' },
        Tags: tags,
      },
    },
  };
}

function bucket(name: string): Resource {
  return { Type: 'AWS::S3::Bucket', Properties: { BucketName: name } };
}

function readableBy(roleName: string): Resource {
  const statement = {
    Effect: 'Allow',
    Action: 's3:GetObject',
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/${roleName}` },
    Resource: Fn.sub('${Bucket.Arn}/*'),
  };

  return {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: { Ref: 'Bucket' },
      PolicyDocument: { Version: '2012-10-17', Statement: [statement] },
    },
  };
}

function role(name: string): Resource {
  const statement = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: ['lambda.amazonaws.com', 'sagemaker.amazonaws.com'] },
  };

  return {
    Type: 'AWS::IAM::Role',
    Properties: { RoleName: name, AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [statement] } },
  };
}

function modelOf(modelPackage: string): Resource {
  return {
    Type: 'AWS::SageMaker::Model',
    Properties: {
      ExecutionRoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
      Containers: [{ ModelPackageName: modelPackage }],
    },
  };
}

function customResource(code: string, timeout: string): Record<string, Resource> {
  return {
    Role: role(`handler-${timeout}-${code.length}`),
    Handler: {
      Type: 'AWS::Lambda::Function',
      Properties: {
        Code: { ZipFile: code },
        Handler: 'index.handler',
        Runtime: 'nodejs22.x',
        Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
      },
    },
    Resource: {
      Type: 'Custom::Thing',
      Properties: { ServiceToken: { 'Fn::GetAtt': ['Handler', 'Arn'] }, ServiceTimeout: timeout },
    },
  };
}

async function failureOf(deployment: Promise<unknown>): Promise<string> {
  const outcome = await deployment.then(
    () => 'nothing failed',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

  return outcome.replace(/\s+/g, ' ');
}

async function statusOf(zone: LandingZone, stackName: string): Promise<string | undefined> {
  const client = zone.as(ACCOUNT, REGION).client(CloudFormationClient);
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));

  return Stacks[0].StackStatus;
}
