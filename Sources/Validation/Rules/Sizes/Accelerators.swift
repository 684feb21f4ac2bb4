import Diagnostics
import JSONDocument

struct Accelerators: TaskDefinitionRule {
  let code = "accelerators"
  let severity = Diagnostic.Severity.error
  let summary = "GPUs are a positive number as text, not on Fargate; Elastic Inference is gone"
  let source = "ECS API reference, ResourceRequirement; RegisterTaskDefinition: \"Unsupported field 'inferenceAccelerators'\""

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    if definition.attributes.has("inferenceAccelerators") {
      findings.add(
        "Elastic Inference is gone: AWS refuses \"inferenceAccelerators\"",
        at: definition.attributes.mark(of: "inferenceAccelerators"),
        fix: "remove it")
    }
    for container in definition.containers {
      for requirement in container.json.objects("resourceRequirements") { check(requirement, definition, &findings) }
    }
  }

  private func check(_ requirement: JSON, _ definition: TaskDefinitionView, _ findings: inout Findings) {
    switch requirement.text("type") {
    case "InferenceAccelerator":
      findings.add("Elastic Inference is gone: AWS refuses \"InferenceAccelerator\"", at: requirement["type"], fix: "remove it")
    case "GPU":
      if definition.isFargate {
        findings.add("Fargate has no GPUs", at: requirement["type"], details: definition.fargateDetails)
      }
      if let value = requirement["value"], let text = value.plainText, (Int(text) ?? 0) < 1 {
        findings.add("\"value\" must be the number of GPUs, at least 1", at: value)
      }
    default: break
    }
  }
}
