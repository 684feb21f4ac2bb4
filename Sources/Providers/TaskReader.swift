package import Resources

/// Looks at the tasks of services, and at what they write. Changes nothing.
package protocol TaskReader: Sendable {
  /// Tasks of some services, as long as the cloud knows them: ECS forgets a stopped one after about an hour.
  ///
  /// Those that run come first, the oldest of them first; then those that stopped, the newest of them first. A service that
  /// does not exist has none.
  func tasks(of services: [ResourceIdentity]) async throws(ProviderError) -> [ResourceIdentity: [ObservedTask]]
}

/// A task of a service, as the cloud describes it.
package struct ObservedTask: Sendable, Equatable {
  package var arn: String
  /// ARN of the revision that it runs.
  package var revision: String
  /// ECS's word: `PROVISIONING`, `RUNNING`, `STOPPED` …
  package var status: String
  /// ECS's word, where containers of it are checked: `HEALTHY`, `UNHEALTHY`.
  package var health: String?
  /// The images of its containers, as they are written in the revision.
  package var images: [ImageReference]
  /// `ecs-svc/…`, the deployment that started it.
  package var deployment: String?
  package var place: Place
  /// Commands may be run in its containers: it was started so, and the agent that does it runs in these.
  package var entrance: Entrance
  /// Names of its containers, in the order in which ECS tells them.
  package var containers: [String] = []
  /// Seconds since 1970, on the cloud's clock.
  package var createdAt: Double?
  package var startedAt: Double?
  package var stoppedAt: Double?
  /// Why it stops, as soon as it does.
  package var stop: Stop?

  /// Whether commands may be run in the containers of a task.
  package struct Entrance: Sendable, Equatable {
    /// The task was started with ECS Exec.
    package var isOpen = false
    /// Containers whose agent runs.
    package var ready: Set<String> = []
  }

  /// Where it runs.
  package struct Place: Sendable, Equatable {
    /// `FARGATE`, or the name of a capacity provider.
    package var capacity: String?
    package var zone: String?
    /// Id of the container instance; nil on Fargate.
    package var instance: String?
    /// The private address of its network interface.
    package var address: String?

    package init(capacity: String? = nil, zone: String? = nil, instance: String? = nil, address: String? = nil) {
      self.capacity = capacity
      self.zone = zone
      self.instance = instance
      self.address = address
    }
  }

  /// Why a task stops.
  package struct Stop: Sendable, Equatable {
    package enum Occasion: Sendable, Equatable {
      /// The service has fewer tasks now, or newer ones.
      case replaced
      /// Somebody stopped it.
      case byHand
      /// AWS took the capacity back.
      case capacityTaken
      /// It failed, or what it says is not known here.
      case other
    }

    package var occasion: Occasion
    /// ECS's own words.
    package var words: RolloutEvidence.StoppedTask
    /// What those mean, where that is known; most telling first.
    package var causes: [FailureCause]

    package init(_ occasion: Occasion, words: RolloutEvidence.StoppedTask, causes: [FailureCause] = []) {
      self.occasion = occasion
      self.words = words
      self.causes = causes
    }
  }

  package init(arn: String, revision: String, status: String, images: [ImageReference] = [], place: Place = Place()) {
    self.arn = arn
    self.revision = revision
    self.status = status
    self.images = images
    self.place = place
    entrance = Entrance()
  }

  /// The random part of the ARN.
  package var id: String { ARN.lastName(of: arn) }
  package var shortRevision: String { RevisionReference(revision).shortName }
  package var isStopped: Bool { status == "STOPPED" }
}
