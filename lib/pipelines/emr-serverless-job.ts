import { Problems } from '../core';
import { DefinitionExpression } from './private/reference-token';
import { asText } from './private/text-value';
import { checkLength } from './private/value-checks';

const LONGEST_PARAMETERS = 102_400;
const LONGEST_QUERY = 10_280;
const LONGEST_SCRIPT = 4_096;
const LONGEST_INITIALISATION = 256;
const MOST_ARGUMENTS = 1_024;

/** How a Spark application is submitted. */
export interface EmrServerlessSparkOptions {
  /** The script or JAR in S3, as `s3://acme-code/prepare.py`: 1 to 4,096 characters. */
  readonly entryPoint: string;

  /**
   * Arguments of the script; up to 1,024.
   *
   * @default - none
   */
  readonly arguments?: string[];

  /**
   * Parameters of `spark-submit`, as `--conf spark.executor.cores=4`: up to 102,400 characters.
   *
   * @default - the application's own
   */
  readonly submitParameters?: string;
}

/** Which Hive query runs. */
export interface EmrServerlessHiveOptions {
  /** The query's file in S3, or the query itself: 1 to 10,280 characters. */
  readonly query: string;

  /**
   * A file in S3 that is run before the query: up to 256 characters.
   *
   * @default - none
   */
  readonly initQueryFile?: string;

  /**
   * Parameters of Hive, as `--hiveconf hive.root.logger=DEBUG`: up to 102,400 characters.
   *
   * @default - the application's own
   */
  readonly parameters?: string;
}

/** What a kind of job renders to. */
interface JobKind {
  readonly engine: string;
  readonly driver: DefinitionExpression;
  readonly check: (problems: Problems, path: string) => void;
}

/**
 * What runs in an application of EMR Serverless: a Spark application or a Hive query.
 *
 * @see https://docs.aws.amazon.com/emr/latest/EMR-Serverless-UserGuide/jobs.html
 */
export class EmrServerlessJob {
  /** A Spark application. */
  public static spark(options: EmrServerlessSparkOptions): EmrServerlessJob {
    const { entryPoint, arguments: entryPointArguments, submitParameters } = options;

    return new EmrServerlessJob({
      engine: 'SPARK',
      driver: {
        sparkSubmit: {
          entryPoint,
          entryPointArguments: entryPointArguments?.map(asText),
          sparkSubmitParameters: submitParameters,
        },
      },
      check: (problems, path) => {
        checkFilled(problems, `${path}.entryPoint`, entryPoint, LONGEST_SCRIPT);
        checkLength(problems, `${path}.submitParameters`, submitParameters, LONGEST_PARAMETERS);
        checkArguments(problems, `${path}.arguments`, entryPointArguments?.length ?? 0);
      },
    });
  }

  /** A Hive query. */
  public static hive(options: EmrServerlessHiveOptions): EmrServerlessJob {
    const { query, initQueryFile, parameters } = options;

    return new EmrServerlessJob({
      engine: 'HIVE',
      driver: { hive: { query, initQueryFile, parameters } },
      check: (problems, path) => {
        checkFilled(problems, `${path}.query`, query, LONGEST_QUERY);
        checkLength(problems, `${path}.initQueryFile`, initQueryFile, LONGEST_INITIALISATION);
        checkLength(problems, `${path}.parameters`, parameters, LONGEST_PARAMETERS);
      },
    });
  }

  private constructor(private readonly kind: JobKind) {}

  /** @internal */
  public get _engine(): string {
    return this.kind.engine;
  }

  /** @internal */
  public _check(problems: Problems, path: string): void {
    this.kind.check(problems, path);
  }

  /** @internal */
  public _render(): DefinitionExpression {
    return this.kind.driver;
  }
}

function checkFilled(problems: Problems, path: string, text: string, longest: number): void {
  checkLength(problems, path, text, longest);
  if (text.trim() !== '') return;

  problems.add({
    code: 'EmrServerlessJobWithoutWork',
    path,
    got: 'is empty',
    wanted: 'a job has something to run',
    remedy: 'name a file in S3',
  });
}

function checkArguments(problems: Problems, path: string, count: number): void {
  if (count <= MOST_ARGUMENTS) return;

  problems.add({
    code: 'EntriesOutOfRange',
    path,
    got: `has ${count} entries`,
    wanted: `EMR Serverless takes up to ${MOST_ARGUMENTS} arguments`,
    remedy: 'give the arguments in a file',
  });
}
