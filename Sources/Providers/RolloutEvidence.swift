/// Why a rollout did not go well, captured while the cloud still knew: ECS forgets stopped tasks after an hour.
///
/// All texts are the cloud's own words, or the container's. They are shown as they are, after secrets are hidden.
package struct RolloutEvidence: Sendable, Equatable {
  /// A task of this rollout that stopped, or could not start.
  package struct StoppedTask: Sendable, Equatable {
    package struct Container: Sendable, Equatable {
      package var name: String
      package var exitCode: Int?
      package var reason: String?

      package init(name: String, exitCode: Int? = nil, reason: String? = nil) {
        self.name = name
        self.exitCode = exitCode
        self.reason = reason
      }
    }

    package var id: String
    /// ECS's code: `TaskFailedToStart`, `EssentialContainerExited` …
    package var stopCode: String?
    package var reason: String?
    package var containers: [Container]
    /// Tasks that stopped in the same way, this one included.
    package var count: Int

    package init(
      id: String, stopCode: String? = nil, reason: String? = nil, containers: [Container] = [], count: Int = 1
    ) {
      self.id = id
      self.count = count
      self.stopCode = stopCode
      self.reason = reason
      self.containers = containers
    }
  }

  /// The last lines that a container wrote.
  package struct LogTail: Sendable, Equatable {
    package var container: String
    /// Where they come from: log group and stream.
    package var source: String
    package var lines: [String]

    package init(container: String, source: String, lines: [String]) {
      self.container = container
      self.source = source
      self.lines = lines
    }
  }

  /// Targets of a load balancer that it calls unhealthy for the same reason.
  package struct UnhealthyTargets: Sendable, Equatable {
    /// Name of the target group.
    package var group: String
    /// The load balancer's code: `Target.Timeout`.
    package var reason: String?
    package var description: String?
    package var count: Int

    package init(group: String, reason: String?, description: String?, count: Int) {
      self.group = group
      self.reason = reason
      self.description = description
      self.count = count
    }
  }

  /// Newest first, those that stopped in the same way as one; the first few.
  package var tasks: [StoppedTask]
  /// Messages of the service that speak of trouble, newest first, each once.
  package var events: [String]
  package var logs: [LogTail]
  package var targets: [UnhealthyTargets]
  /// What the above means, most telling first.
  package var causes: [FailureCause]
  /// What could not be asked: `ListTasks: access denied …`.
  package var gaps: [String]

  package init(
    tasks: [StoppedTask] = [], events: [String] = [], logs: [LogTail] = [], targets: [UnhealthyTargets] = [],
    causes: [FailureCause] = [], gaps: [String] = []
  ) {
    self.tasks = tasks
    self.events = events
    self.logs = logs
    self.targets = targets
    self.causes = causes
    self.gaps = gaps
  }

  package var isEmpty: Bool { self == RolloutEvidence() }
}

/// A known way in which tasks fail.
package struct FailureCause: Sendable, Equatable {
  /// Stable name: `image-not-found`.
  package var code: String
  /// One line: what it means.
  package var meaning: String
  /// One line: what to do.
  package var advice: String

  package init(code: String, meaning: String, advice: String) {
    self.code = code
    self.meaning = meaning
    self.advice = advice
  }
}
