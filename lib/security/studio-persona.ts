import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Activity } from './activity';

/** What a team's people stand on in their workspace. */
export interface PersonaGrounds {
  /** The team's data bucket. */
  readonly dataBucket: s3.IBucketRef;

  /** The key of the team's data. */
  readonly dataKey: kms.IKeyRef;

  /** Beginning of the team's pipeline names, as `marine-life--`. */
  readonly pipelinePrefix: string;

  /** The model package groups that the team's projects register in. */
  readonly modelPackageGroupArns: string[];
}

/**
 * What a kind of person does in Studio, as a list of activities.
 *
 * Neither persona may create jobs by hand: code runs in pipelines, whose role places every job in the network and under
 * the key. Neither may approve a model.
 */
export class StudioPersona {
  /** Explores the team's data in Studio, writes to the team's own bucket, starts the team's pipelines and reads its models. */
  public static dataScientist(grounds: PersonaGrounds): StudioPersona {
    return new StudioPersona([
      ...inStudio(grounds),
      Activity.readObjects(grounds.dataBucket),
      Activity.writeObjects(grounds.dataBucket),
      Activity.startPipelines(grounds.pipelinePrefix),
    ]);
  }

  /** Runs and repairs the team's pipelines and reads its data and models; writes no data. */
  public static mlOpsEngineer(grounds: PersonaGrounds): StudioPersona {
    return new StudioPersona([
      ...inStudio(grounds),
      Activity.readObjects(grounds.dataBucket),
      Activity.startPipelines(grounds.pipelinePrefix),
    ]);
  }

  private constructor(
    /** What the persona does. */
    public readonly activities: Activity[],
  ) {}
}

function inStudio(grounds: PersonaGrounds): Activity[] {
  const models = grounds.modelPackageGroupArns;

  return [
    Activity.useOwnStudioApps(),
    Activity.observe(),
    Activity.writeLogs(),
    Activity.publishMetrics(),
    Activity.useKey(grounds.dataKey),
    ...(models.length > 0 ? [Activity.readModels(models)] : []),
  ];
}
