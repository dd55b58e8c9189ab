export { calibrate } from './calibrator/calibrate.ts';
export type { CalibrateOptions } from './calibrator/calibrate.ts';
export type { Calibrator, Evaluation } from './calibrator/calibrator.ts';
export type { CertifiedRule, Certificate, Claim, Estimand } from './calibrator/certificate.ts';
export { defineFeature } from './calibrator/custom.ts';
export type { CustomFeature } from './calibrator/custom.ts';
export { parseCalibrator } from './calibrator/parse.ts';
export { UnflatterError, isUnflatterError } from './errors.ts';
export type { ErrorCode, ErrorDetails, Issue } from './errors.ts';
export { features, featureSet } from './features/definitions.ts';
export type { FeatureDefinition, FeatureName } from './features/definitions.ts';
export { extractFeatures } from './features/extract.ts';
export type { SurfaceFeatures } from './features/extract.ts';
export { agreementOf } from './fit/agreement/agreement.ts';
export type { Agreement } from './fit/agreement/agreement.ts';
export type { Estimate } from './fit/bootstrap.ts';
export type { Ceiling, Reliability } from './fit/agreement/ceiling.ts';
export { evaluateCalibrator } from './fit/evaluate-calibrator.ts';
export type { CalibratorEvaluation, EvaluateOptions, Metric } from './fit/evaluate-calibrator.ts';
export { fitEach } from './fit/fit-each.ts';
export type { FitEachOptions } from './fit/fit-each.ts';
export { fit } from './fit/fit.ts';
export type { FitOptions } from './fit/fit.ts';
export { labelQuality } from './fit/agreement/quality/quality.ts';
export type { LabelQuality, LabelWarning } from './fit/agreement/quality/quality.ts';
export type { Drift as LabellerDrift } from './fit/agreement/quality/drift.ts';
export type { PolicyConfusion } from './fit/agreement/quality/policies.ts';
export type { WithinAgreement } from './fit/agreement/quality/repeats.ts';
export type { Apartness, Constant as ConstantLabels, Haste } from './fit/agreement/quality/suspicion.ts';
export type { PairedGain } from './fit/promotion/paired-gain.ts';
export type { Hardening, LabelledTwin } from './fit/twins.ts';
export type { LeftOut as LeftOutFeature } from './fit/inflation/columns.ts';
export type { Effect as InflationEffect } from './fit/inflation/effects.ts';
export { inflationOf } from './fit/inflation/inflation-of.ts';
export type { Step as InflationStep } from './fit/inflation/steps.ts';
export type { FeatureInflation, InflationReport } from './fit/inflation/inflation.ts';
export type { Severity } from './fit/agreement/severity.ts';
export { checkCalibrator } from './gate/check-calibrator/check-calibrator.ts';
export type {
  CalibratorFactory,
  CheckedCalibrator,
  CheckedRating,
  CheckResult,
} from './gate/check-calibrator/check-calibrator.ts';
export type { DecisionContext, Expectations } from './gate/bound.ts';
export { certify } from './gate/certify/certify.ts';
export type { Certified, CertificateReport, CertifyOptions } from './gate/certify/certify.ts';
export { fitAndCertify } from './gate/certify/fit-and-certify.ts';
export type { FitAndCertifyOptions } from './gate/certify/fit-and-certify.ts';
export type { FrontierPoint } from './gate/certify/frontier.ts';
export type { LabelsNeeded } from './gate/certify/needed.ts';
export { conformalRiskControl } from './gate/certify/risk-control.ts';
export type { RiskControl } from './gate/certify/risk-control.ts';
export { explainCosts } from './gate/costs.ts';
export type { CostExplanation, Costs } from './gate/costs.ts';
export { decide } from './gate/decide.ts';
export type { DecisionReason, GateDecision } from './gate/decide.ts';
export { createQualityGate } from './gate/gate.ts';
export type { CertificateWatch, QualityGate, QualityGateOptions } from './gate/gate.ts';
export type { GatePolicy, ResolvedPolicy } from './gate/policy.ts';
export type { CertifiedShares } from './gate/promotion/certified-shares.ts';
export { compareCalibrators } from './gate/promotion/compare.ts';
export type { CalibratorComparison, CompareOptions } from './gate/promotion/compare.ts';
export type { LostPromise, PromisePart } from './gate/promotion/lost-promises.ts';
export { diffCalibrators } from './gate/promotion/diff.ts';
export type { CalibratorDiff, Change, WeightChange } from './gate/promotion/diff.ts';
export { decisionFlips } from './gate/promotion/flips.ts';
export type { Flip, FlipOptions, Flips } from './gate/promotion/flips.ts';
export type { CertificateChoice, CertificateName, StandingCertificate } from './gate/standing.ts';
export { audit } from './audit/audit.ts';
export type { AuditOptions, AuditReport } from './audit/audit.ts';
export { compareAudits } from './audit/compare.ts';
export type { AuditComparison, CompareAuditsOptions, ComparedAudit } from './audit/compare.ts';
export { judgePromotion } from './audit/promotion.ts';
export type { PromotionObstacle, PromotionOptions, PromotionReport } from './audit/promotion.ts';
export type { TwinRating } from './audit/ends.ts';
export type { ProbeOutcome, ProbeReport } from './audit/probe-report.ts';
export type { TwinProbe } from './audit/probe.ts';
export { twinProbes } from './audit/probes/twin-probes.ts';
export type { TwinRatings } from './audit/try-probe.ts';
export type { Twin } from './audit/twin.ts';
export type { AuditVerdict } from './audit/verdict.ts';
export { harden } from './audit/harden.ts';
export type { HardenOptions } from './audit/harden.ts';
export { auditProxy } from './audit/proxy/audit-proxy.ts';
export type { ProxyReport } from './audit/proxy/audit-proxy.ts';
export type { AggregateColumns, AggregateName, MetricColumns, ProxyOptions } from './audit/proxy/options.ts';
export { goodhartCurve, goodhartOutOfFold } from './audit/goodhart/goodhart.ts';
export type { GoodhartOptions, GoodhartOutOfFoldOptions } from './audit/goodhart/goodhart.ts';
export type { Chosen as GoodhartChosen, GoodhartCurve, GoodhartPoint } from './audit/goodhart/curve.ts';
export type { Turn as GoodhartTurn } from './audit/goodhart/turn.ts';
export { recordedRatings } from './audit/recorded.ts';
export type { RecordedTwin } from './audit/recorded.ts';
export { twinsOf } from './audit/twins-of.ts';
export type { TwinsOptions } from './audit/twins-of.ts';
export { selfPreference } from './audit/self-preference/self-preference.ts';
export type {
  OwnGap,
  RaterGap,
  SelfPreference,
  SelfPreferenceOptions,
} from './audit/self-preference/self-preference.ts';
export type { Noise as HumanNoise } from './audit/self-preference/noise.ts';
export { auditLoopholes } from './audit/loopholes/audit.ts';
export type {
  AuditedCase as AuditedLoophole,
  AuditedProbe as AuditedLoopholeProbe,
  LoopholeAudit,
  LoopholeFindings,
  LoopholeOptions,
  LoopholeRatings,
} from './audit/loopholes/audit.ts';
export { defineProbe } from './audit/loopholes/probe.ts';
export type { LoopholeCase, LoopholeProbe } from './audit/loopholes/probe.ts';
export { loopholeProbes } from './audit/loopholes/suite.ts';
export { estimateDifference } from './estimate/difference.ts';
export type { ComparedSystem, PassRateDifference } from './estimate/difference.ts';
export { estimatePassRate } from './estimate/estimate.ts';
export type { EstimateOptions, PassRateEstimate, PopulationMean } from './estimate/estimate.ts';
export type { ConfidenceInterval } from './estimate/interval.ts';
export type { EstimateMethod, LabelsOnly } from './estimate/mean.ts';
export type { Correlation } from './estimate/power.ts';
export { predictionPoweredMean } from './estimate/prediction-powered.ts';
export type { MixEstimate, SliceShare } from './estimate/mix.ts';
export { labelsNeeded } from './estimate/plan.ts';
export type { Precision as EstimatePrecision, WidthCost } from './estimate/plan.ts';
export { reportEstimate } from './estimate/report.ts';
export type { EstimateReport, EstimateReportOptions } from './estimate/report.ts';
export type { LabelSelection } from './estimate/selection.ts';
export type { SliceContrast, SliceEstimate, SlicesEstimate } from './estimate/slices.ts';
export type { LabelsAndPredictions, PredictionPowered } from './math/prediction-powered.ts';
export { driftOf } from './monitor/drift.ts';
export type { DriftOptions } from './monitor/drift.ts';
export type { DriftDecision } from './monitor/drift-decision.ts';
export { decisionsOf as driftDecisions } from './monitor/drift-records.ts';
export type {
  DriftBin,
  DriftChange,
  DriftReport,
  DriftStatus,
  DriftWindow,
  InputDrift,
  Look as DriftLook,
} from './monitor/drift-report.ts';
export { createMonitor } from './monitor/monitor.ts';
export type { Monitor, MonitorOptions } from './monitor/monitor.ts';
export type { CountedLabel, Logged as LoggedLabelling, NotCounted, Said as LabelSaid } from './monitor/label.ts';
export type {
  Breach,
  LabelCounts,
  MonitorAlarm,
  MonitorReport,
  ReportedLabels,
  TransportPart,
  TransportReport,
  TransportVerdict,
  WatchedCertificate,
  WatchPoint,
} from './monitor/report.ts';
export { revokedBy } from './monitor/revoked-by.ts';
export type { MonitorState, WatchSettings } from './monitor/state.ts';
export { checkTransport } from './monitor/transport.ts';
export type { TransportOptions } from './monitor/transport.ts';
export type * from './types.ts';
