import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { exampleNamed } from '../examples';
import { accessOf } from './access';
import { rolesOf } from './deployed-roles';
import { LandingZone } from './landing-zone';

const SHOP = { account: '111122223333', region: 'eu-west-1' };
const EXAMPLE = exampleNamed('integrations');

describe('examples/integrations', () => {
  let zone: LandingZone;

  beforeAll(async () => {
    zone = await LandingZone.start();
    await zone.bootstrap([SHOP]);
    await zone.lay(
      {
        vpcId: 'vpc-0a1b2c3d4e5f67890',
        cidr: '10.8.0.0/16',
        subnets: ['a', 'b'].map((letter) => ({
          subnetId: `subnet-0a1b2c3d4e5f6789${letter}`,
          routeTableId: `rtb-0a1b2c3d4e5f6789${letter}`,
          availabilityZone: `eu-west-1${letter}`,
        })),
      },
      SHOP,
    );
  });

  afterAll(async () => {
    await zone.stop();
    expect(zone.problems()).toBe('');
  });

  test('is deployed, and a second time without changes', async () => {
    const deployed = await zone.deploy(EXAMPLE);
    const repeated = await zone.deploy(EXAMPLE);

    expect([deployed.changed, deployed.unchanged]).toEqual([['AcmeIntegrations'], []]);
    expect([repeated.changed, repeated.unchanged]).toEqual([[], ['AcmeIntegrations']]);
  });

  test('Airflow finds the DAG, and when the stack goes, the DAG goes with it', async () => {
    const roles = rolesOf((await zone.resources()).filter(({ stack }) => stack === 'AcmeIntegrations'));
    const deployed = await dags();
    await zone.destroy(EXAMPLE);
    const destroyed = await dags();

    const { denied, unused } = await accessOf(await zone.calls(), roles);
    expect([deployed, destroyed]).toEqual([['dags/acme-shop/train-abalone.py'], []]);
    expect(denied).toEqual([]);
    expect(unused.map(({ action }) => action)).not.toContain('s3:DeleteObject');
  });

  async function dags(): Promise<unknown[]> {
    const s3 = zone.as(SHOP.account, SHOP.region).client(S3Client);
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'acme-shop-data', Prefix: 'dags/' }));

    return Contents.map(({ Key }) => Key);
  }
});
