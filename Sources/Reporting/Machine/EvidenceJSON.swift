import JSONDocument
import Providers
import Secrets

/// Why a rollout did not go well, for programs.
enum EvidenceJSON {
  static func object(_ evidence: RolloutEvidence) -> JSON {
    MachineFormat.object([
      (
        "causes",
        .array(
          evidence.causes.map { ["code": .string($0.code), "meaning": .string($0.meaning), "advice": .string($0.advice)] })
      ),
      ("tasks", .array(evidence.tasks.map(task))),
      ("events", .array(evidence.events.map { .string(SecretRendering.masked($0)) })),
      (
        "logs",
        .array(
          evidence.logs.map { log in
            [
              "container": .string(log.container), "source": .string(log.source),
              "lines": .array(log.lines.map { .string(SecretRendering.masked($0)) }),
            ]
          })
      ),
      ("targets", MachineFormat.some(evidence.targets.map(targets))),
      ("gaps", MachineFormat.some(evidence.gaps.map { .string($0) })),
    ])
  }

  private static func targets(_ targets: RolloutEvidence.UnhealthyTargets) -> JSON {
    MachineFormat.object([
      ("group", .string(targets.group)), ("reason", targets.reason.json), ("description", targets.description.json),
      ("count", .int(targets.count)),
    ])
  }

  private static func task(_ task: RolloutEvidence.StoppedTask) -> JSON {
    MachineFormat.object([
      ("id", .string(task.id)), ("count", .int(task.count)), ("stop_code", task.stopCode.json),
      ("reason", task.reason.map(SecretRendering.masked).json),
      (
        "containers",
        .array(
          task.containers.map { container in
            MachineFormat.object([
              ("name", .string(container.name)), ("exit_code", container.exitCode.map { .int($0) }),
              ("reason", container.reason.map(SecretRendering.masked).json),
            ])
          })
      ),
    ])
  }
}
