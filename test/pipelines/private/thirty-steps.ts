import { RenderedDefinition, RenderedStep } from '../../../lib/pipelines/private/rendered-definition';

const LANGUAGES = ['English', 'French', 'German', 'Spanish'];

/** A definition of thirty steps, as a team writes one that trains a model for each of four languages. */
export const THIRTY_STEPS: RenderedDefinition = {
  Version: '2020-12-01',
  Parameters: [
    { Name: 'InputDataUrl', Type: 'String' },
    { Name: 'MinAccuracy', Type: 'Float', DefaultValue: 0.8 },
    { Name: 'InstanceType', Type: 'String', DefaultValue: 'ml.m5.xlarge' },
  ],
  Steps: [
    step('ImportReviews', 'Processing', { parameters: ['InputDataUrl'] }),
    step('CheckReviews', 'QualityCheck', { uses: ['ImportReviews'] }),
    step('SplitByLanguage', 'Processing', { uses: ['ImportReviews'], follows: ['CheckReviews'] }),
    ...LANGUAGES.flatMap((language) => [
      step(`Prepare${language}`, 'Processing', { uses: ['SplitByLanguage'] }),
      step(`Tune${language}`, 'Tuning', { uses: [`Prepare${language}`], parameters: ['InstanceType'] }),
      step(`Evaluate${language}`, 'Processing', { uses: [`Prepare${language}`, `Tune${language}`] }),
    ]),
    step('Compare', 'Processing', { uses: LANGUAGES.map((language) => `Evaluate${language}`) }),
    step('CheckBias', 'ClarifyCheck', { uses: ['SplitByLanguage', 'TuneEnglish'], follows: ['Compare'] }),
    condition('AccurateEnough', {
      uses: ['Compare'],
      follows: ['CheckBias'],
      parameters: ['MinAccuracy'],
      ifSteps: [
        step('Register', 'RegisterModel', {
          uses: ['TuneEnglish', 'TuneFrench', 'TuneGerman', 'TuneSpanish', 'Compare'],
        }),
        step('CreateModel', 'Model', { uses: ['Register'] }),
        step('Configure', 'EndpointConfig', { uses: ['CreateModel'] }),
        step('Deploy', 'Endpoint', { uses: ['Configure'] }),
        step('Score', 'Transform', { uses: ['CreateModel'] }),
      ],
      elseSteps: [
        step('ExplainFailure', 'Processing', { uses: ['Compare'] }),
        step('Stop', 'Fail', { follows: ['ExplainFailure'] }),
      ],
    }),
    condition('WorthAReport', {
      uses: ['Compare'],
      ifSteps: [
        step('WriteReport', 'NotebookJob', { uses: ['Compare'] }),
        step('SendReport', 'Lambda', { uses: ['WriteReport'] }),
      ],
    }),
    step('RecordLineage', 'Lineage', { uses: ['Register'] }),
    step('Announce', 'Lambda', { follows: ['Deploy', 'Score'] }),
  ],
};

interface Wants {
  readonly uses?: string[];
  readonly follows?: string[];
  readonly parameters?: string[];
  readonly ifSteps?: RenderedStep[];
  readonly elseSteps?: RenderedStep[];
}

function step(name: string, type: string, { uses = [], follows, parameters = [] }: Wants): RenderedStep {
  const gets = [
    ...uses.map((used) => `Steps.${used}.Arn`),
    ...parameters.map((parameter) => `Parameters.${parameter}`),
  ];

  return { Name: name, Type: type, Arguments: { Values: gets.map((path) => ({ Get: path })) }, DependsOn: follows };
}

function condition(name: string, { ifSteps, elseSteps = [], ...wants }: Wants): RenderedStep {
  const { Arguments: held, ...rest } = step(name, 'Condition', wants);

  return { ...rest, Arguments: { ...held, IfSteps: ifSteps, ElseSteps: elseSteps } };
}
