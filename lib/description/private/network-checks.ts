import {
  CidrBlock,
  Problems,
  checkAvailabilityZone,
  checkCidr,
  checkVpcCidr,
  checkVpcResourceId,
  cidrContains,
  cidrsOverlap,
  parseCidr,
  partitionOf,
} from '../../core';
import { ExistingSubnet, ExistingVpc, StageNetwork } from '../network-description';
import { PlatformDescription } from '../platform-description';
import { DescriptionProblems } from './description-problems';
import { Draft, eachKnown, whenKnown } from './draft';
import { PlacedStage, stagesByTeam } from './stages';

const STAGE_NETWORK = { noun: "a stage's network", largest: 16, smallest: 23 };
const FEWEST_ZONES = 2;

/** Checks the network of every stage: its form, its place in the platform's block, and that no two overlap. */
export function checkNetworks(problems: DescriptionProblems, platform: Draft<PlatformDescription>): void {
  const teams = stagesByTeam(platform);

  for (const stages of teams) {
    stages.forEach((placed, i) => {
      if (placed.stage.network) checkNetwork(problems, `${placed.path}.network`, placed.stage.network, platform);
      else checkInheritedNetwork(problems, placed, stages.slice(0, i));
    });
  }
  checkOverlaps(problems, teams.flat());
}

/** Without a network of its own, a stage takes the one that an earlier stage of the team has in the same account. */
function checkInheritedNetwork(
  problems: Problems,
  { path, stage }: PlacedStage,
  earlier: readonly PlacedStage[],
): void {
  whenKnown(stage.account, (account) => {
    if (earlier.some((other) => other.stage.account === account)) return;
    problems.add({
      code: 'StageWithoutNetwork',
      path: `${path}.network`,
      got: 'is missing',
      wanted: 'only a stage in the account of an earlier stage of the team goes without a network of its own',
      remedy: 'add a network with cidr or existingVpc',
    });
  });
}

function checkNetwork(
  problems: Problems,
  path: string,
  { cidr, existingVpc }: Draft<StageNetwork>,
  platform: Draft<PlatformDescription>,
): void {
  if ((cidr === undefined) === (existingVpc === undefined)) {
    problems.add({
      code: 'StageNetworkAmbiguous',
      path,
      got: cidr === undefined ? 'has neither cidr nor existingVpc' : 'has both cidr and existingVpc',
      wanted: 'a network is either new, with a cidr, or exists, with an existingVpc',
      remedy: 'give exactly one of the two',
    });
  }
  whenKnown(cidr, (block) => checkNewNetwork(problems, `${path}.cidr`, block, platform.network?.cidr));
  if (existingVpc) checkExistingVpc(problems, `${path}.existingVpc`, existingVpc, platform.homeRegion);
}

function checkNewNetwork(problems: Problems, path: string, cidr: string, space: string | undefined): void {
  checkCidr(problems, path, cidr, STAGE_NETWORK);

  const [inner, outer] = [parseCidr(cidr), parseCidr(space ?? '')];
  if (!inner || !outer || cidrContains(outer, inner)) return;
  problems.add({
    code: 'StageCidrOutsidePlatform',
    path,
    got: `is "${cidr}"`,
    wanted: `a new network lies inside the platform's block, network.cidr "${space}"`,
    remedy: "choose a block inside it, or widen the platform's block",
  });
}

function checkExistingVpc(problems: Problems, path: string, vpc: Draft<ExistingVpc>, region: string | undefined): void {
  whenKnown(vpc.vpcId, (id) => checkVpcResourceId(problems, `${path}.vpcId`, id, 'vpc'));
  whenKnown(vpc.cidr, (cidr) => checkVpcCidr(problems, `${path}.cidr`, cidr));

  eachKnown(vpc.subnets, (subnet, i) => {
    checkSubnet(problems, `${path}.subnets[${i}]`, subnet, region);
    checkSubnetOnce(problems, `${path}.subnets`, vpc.subnets ?? [], i);
  });
  whenKnown(vpc.subnets, (subnets) => {
    const zones = new Set(subnets.map((subnet) => subnet?.availabilityZone));
    if (zones.size >= FEWEST_ZONES || zones.has(undefined)) return;
    problems.add({
      code: 'SubnetsInOneZone',
      path: `${path}.subnets`,
      got: zones.size === 0 ? 'is empty' : `lie in one availability zone, ${[...zones].join()}`,
      wanted: 'an endpoint needs subnets in at least two availability zones',
      remedy: 'add a private subnet in another zone',
    });
  });
}

function checkSubnet(
  problems: Problems,
  path: string,
  subnet: Draft<ExistingSubnet>,
  region: string | undefined,
): void {
  whenKnown(subnet.subnetId, (id) => checkVpcResourceId(problems, `${path}.subnetId`, id, 'subnet'));
  whenKnown(subnet.routeTableId, (id) => checkVpcResourceId(problems, `${path}.routeTableId`, id, 'rtb'));
  whenKnown(subnet.availabilityZone, (zone) =>
    whenKnown(region, (home) => {
      if (partitionOf(home) === undefined) return;
      checkAvailabilityZone(problems, `${path}.availabilityZone`, zone, home);
    }),
  );
}

function checkSubnetOnce(problems: Problems, path: string, subnets: Draft<ExistingSubnet[]>, index: number): void {
  const id = subnets[index]?.subnetId;
  const first = subnets.findIndex((subnet) => subnet?.subnetId === id);
  if (id === undefined || first === index) return;

  problems.add({
    code: 'SubnetRepeated',
    path: `${path}[${index}].subnetId`,
    got: `is "${id}", which ${path}[${first}].subnetId is too`,
    wanted: 'each subnet stands once',
    remedy: 'write the id of another subnet, or remove the entry',
  });
}

/** A block that a stage uses, with the place where it is written. */
interface UsedBlock {
  readonly path: string;
  readonly cidr: string;
  readonly block: CidrBlock;
  readonly isNew: boolean;
}

/** Two existing VPCs may overlap, or be one: their blocks are not ours to choose. */
function checkOverlaps(problems: DescriptionProblems, stages: readonly PlacedStage[]): void {
  const used = stages.flatMap(usedBlocks);

  used.forEach((later, i) => {
    const earlier = used
      .slice(0, i)
      .find((other) => (other.isNew || later.isNew) && cidrsOverlap(other.block, later.block));
    if (!earlier) return;
    problems.add({
      code: 'CidrsOverlap',
      path: later.path,
      got: `is "${later.cidr}", which overlaps "${earlier.cidr}" of ${problems.mention(earlier.path)}`,
      wanted: 'networks of one platform share no address, so that they can be connected one day',
      remedy: 'choose a block that is free',
    });
  });
}

function usedBlocks({ path, stage }: PlacedStage): UsedBlock[] {
  const { cidr, existingVpc } = stage.network ?? {};
  const candidates = [
    { path: `${path}.network.cidr`, cidr, isNew: true },
    { path: `${path}.network.existingVpc.cidr`, cidr: existingVpc?.cidr, isNew: false },
  ];

  return candidates.flatMap((candidate) => {
    const block = parseCidr(candidate.cidr ?? '');
    return block && candidate.cidr !== undefined ? [{ ...candidate, cidr: candidate.cidr, block }] : [];
  });
}
