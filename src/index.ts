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
export type { QualityGate, QualityGateOptions } from './gate/gate.ts';
export type { GatePolicy, ResolvedPolicy } from './gate/policy.ts';
export type { CertificateChoice, CertificateName, StandingCertificate } from './gate/standing.ts';
export type * from './types.ts';
