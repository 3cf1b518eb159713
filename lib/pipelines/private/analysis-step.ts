import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { GateOptions } from '../gate-options';
import { ProcessingInput } from '../processing-input';
import { ProcessingOutput, ProcessingUpload } from '../processing-output';
import { ProcessingStep, ProcessingStepProps } from '../processing-step';
import { PropertyFile } from '../property-file';
import { analysisArguments, Setting } from './analysis-arguments';
import { PROCESSING_ROOT } from './container-folder';
import { GateResults, NEXT_BASELINE, READABLE_FILES } from './gate-results';
import { letJobsRead } from './job-files';
import { DefinitionExpression } from './reference-token';
import { StepContext } from './step-context';

const RESULT = 'result';

/** What one of our analyses is told, and what it reads. */
export interface Analysis {
  readonly name: 'data_quality' | 'model_quality' | 'bias' | 'explainability';
  readonly settings: Readonly<Record<string, Setting>>;
  /** What it reads beside the baseline, by the folder in which it looks. */
  readonly files: Readonly<Record<string, string | undefined>>;
}

/** A gate whose arithmetic our own scripts do. */
export function openGate(stepName: string, options: GateOptions, analysis: Analysis): GateResults {
  const { engine, skipCheck, failOnViolation, registerNewBaseline, outputS3Uri, ...rest } = options;
  const { _scripts: scripts, _image: image, _settings: settings } = engine;
  const place = outputS3Uri.replace(/\/$/, '');
  const propertyFiles: PropertyFile[] = [];

  const step = new AnalysisStep(
    stepName,
    {
      ...stepOptions(rest),
      image,
      compute: settings.compute,
      outputKeyArn: rest.outputKeyArn,
      entrypoint: ['python3', `${PROCESSING_ROOT}scripts/${scripts.assetHash}.zip`],
      arguments: [
        analysis.name,
        ...analysisArguments({
          'skip-check': skipCheck,
          'fail-on-violation': failOnViolation,
          'register-new-baseline': registerNewBaseline,
          ...analysis.settings,
        }),
      ],
      inputs: inputsOf({ scripts: scripts.s3ObjectUrl, ...baselineFiles(options), ...analysis.files }),
      // Uploaded while the job runs, so that the report of a gate that fails is not lost with its job.
      outputs: Object.entries({ [RESULT]: place, [NEXT_BASELINE]: `${place}/${NEXT_BASELINE}` }).map(([name, s3Uri]) =>
        ProcessingOutput.toS3(name, s3Uri, { upload: ProcessingUpload.CONTINUOUS }),
      ),
      propertyFiles,
    },
    scripts,
  );

  const fileIn = (outputName: string, file: string): string => `${step.output(outputName).asString}/${file}`;
  return {
    step,
    statistics: fileIn(RESULT, 'statistics.json'),
    constraints: fileIn(RESULT, 'constraints.json'),
    violations: fileIn(RESULT, 'constraint_violations.json'),
    nextStatistics: fileIn(NEXT_BASELINE, 'statistics.json'),
    nextConstraints: fileIn(NEXT_BASELINE, 'constraints.json'),
    value: (fileName, jsonPath) => {
      // Declared once it is asked for: the pipeline's role is allowed to read every file that a step declares.
      if (!propertyFiles.some((file) => file.fileName === fileName)) {
        propertyFiles.push({ fileName, outputName: RESULT, filePath: READABLE_FILES[fileName] });
      }
      return step.propertyFileValue(fileName, jsonPath);
    },
  };
}

/** A processing job of our analysis scripts, which its role is allowed to read. */
class AnalysisStep extends ProcessingStep {
  constructor(
    stepName: string,
    props: ProcessingStepProps,
    private readonly scripts: Asset,
  ) {
    super(stepName, props);
  }

  public override _renderBody(context: StepContext): DefinitionExpression {
    letJobsRead(context, this.scripts);

    return super._renderBody(context);
  }
}

/** What a gate's step says of itself. */
function stepOptions({ displayName, description, cacheFor }: Partial<GateOptions>): Partial<ProcessingStepProps> {
  return { displayName, description, cacheFor };
}

function baselineFiles({ baseline }: GateOptions): Record<string, string | undefined> {
  const files = baseline?._render({ statistics: true }) ?? {};

  return {
    'baseline/constraints': files.SuppliedBaselineConstraints as string | undefined,
    'baseline/statistics': files.SuppliedBaselineStatistics as string | undefined,
  };
}

function inputsOf(files: Readonly<Record<string, string | undefined>>): ProcessingInput[] {
  return Object.entries(files).flatMap(([folder, s3Uri]) =>
    s3Uri === undefined
      ? []
      : [ProcessingInput.fromS3(folder.replace('/', '-'), s3Uri, { localPath: `${PROCESSING_ROOT}${folder}` })],
  );
}
