import JSONDocument

/// What goes on inside a service: its deployments, the tasks they run, and what was said about it.
///
/// A plain value. `RolloutSimulation` makes the next one from it.
struct Workload: Codable, Equatable, Sendable {
  /// Seed of all ids in this service, unique in its account and region.
  var seed: String
  /// First digits of the ids of its tasks, by which a task's service is found.
  var taskPrefix: String
  /// Grows with every id that is given.
  var lastNumber = 0

  /// The PRIMARY one first, then older ones that still have tasks.
  var deployments: [Deployment] = []
  /// What deployments and tasks run, newest first.
  var revisions: [ServiceRevision] = []
  var tasks: [ServiceTask] = []
  /// Service deployments, newest first.
  var history: [ServiceDeployment] = []
  /// Newest first, at most a hundred.
  var events: [ServiceEvent] = []

  /// The deployment that was completed last, to which a rollback goes back.
  var lastCompleted: CompletedDeployment?
  /// Everything that should run runs, and that has been said.
  var isSteady = false
  /// When the calm has lasted long enough to be called steady.
  var steadyAt: Double?
  /// When the scheduler has to look again although no task changes.
  var wakeAt: Double?
  /// When ECS has counted the instances of a daemon service that was just made; nil for all others. Until then it answers
  /// that no task is wanted, while the deployment is in progress (Shippable/support#4999 has a log of it).
  var countKnownAt: Double?
  /// Tasks that failed to start since one started.
  var failuresInRow = 0
  /// Tasks that are begun from now on may be entered (`enableExecuteCommand` of the service).
  var opensExec: Bool?
  /// A service that was deleted and whose tasks are all gone.
  var isGone = false

  struct CompletedDeployment: Codable, Equatable, Sendable {
    var id: String
    var revision: String
  }

  mutating func newId() -> DeterministicId {
    lastNumber += 1
    return DeterministicId(seed: "\(seed) \(lastNumber)")
  }

  var primary: Deployment? { deployments.first }

  func revision(_ arn: String) -> ServiceRevision? { revisions.first { $0.arn == arn } }

  mutating func say(_ message: String, at instant: Double) {
    events.insert(ServiceEvent(id: newId().uuid, createdAt: instant, message: message), at: 0)
    if events.count > 100 { events.removeLast(events.count - 100) }
  }

  /// The next instant at which something happens by itself; nil when all is at rest.
  var due: Double? {
    ([wakeAt, steadyAt, shiftDue] + tasks.map(\.changesAt)).compactMap { $0 }.min()
  }

  private var shiftDue: Double? { primary.flatMap { $0.state == .inProgress ? $0.shift?.due : nil } }
}

/// One entry of a service's `deployments`.
struct Deployment: Codable, Equatable, Sendable {
  enum State: String, Codable, Sendable {
    case inProgress = "IN_PROGRESS"
    case completed = "COMPLETED"
    case failed = "FAILED"
  }

  /// `ecs-svc/4712…`
  var id: String
  var revision: String
  /// The service deployment that it belongs to; a rollback belongs to the one that failed.
  var serviceDeployment: String
  var state: State = .inProgress
  var reason: String
  var createdAt: Double
  var updatedAt: Double
  /// Tasks that failed to start, all in all.
  var failedTasks = 0
  /// Those that the circuit breaker counts: a task that starts sets it to zero.
  var breakerFailures = 0
  var isRollback = false
  /// Tasks that were begun for it, all in all.
  var begun: Int?
  /// How traffic goes over to it; nil where it rolls.
  var shift: TrafficShift?
}

/// What a deployment brings: a task definition and the settings whose change needs new tasks.
struct ServiceRevision: Codable, Equatable, Sendable {
  struct Container: Codable, Equatable, Sendable {
    var name: String
    var image: String
    var digest: String?
    var isEssential = true
    var healthCheck: HealthCheck?
  }

  struct HealthCheck: Codable, Equatable, Sendable {
    var interval: Double
    var retries: Double
    var startPeriod: Double

    /// Seconds until a container that never passes is unhealthy.
    var timeToFail: Double { startPeriod + interval * retries }
  }

  var arn: String
  var taskDefinition: String
  /// What its images must be built for: `linux/amd64`.
  var platform: String
  var containers: [Container]
  /// Members of the service that belong to the revision, as JSON text.
  var settings: String
  var createdAt: Double
  /// What each of its tasks takes of a container instance.
  var needs: TaskNeeds?

  /// Of its task definition.
  var family: String { RevisionKey(taskDefinition)?.family ?? "" }
}

struct ServiceTask: Codable, Equatable, Sendable {
  enum Phase: String, Codable, Sendable {
    case pending = "PENDING"
    case running = "RUNNING"
    case stopping = "DEACTIVATING"
    case stopped = "STOPPED"
  }

  var id: String
  var deployment: String
  var revision: String
  var phase: Phase = .pending
  var createdAt: Double
  var startedAt: Double?
  var stoppedAt: Double?
  /// When the phase ends by itself.
  var changesAt: Double?
  var stopCode: String?
  var stoppedReason: String?
  /// The container that brought the task down, and what it ended with.
  var failedContainer: String?
  var exitCode: Int?
  /// What is said of that container besides.
  var containerReason: String?
  /// Nil when no container has a health check.
  var health: Health?
  /// What a load balancer thinks of it that will not be content; nil for all others.
  var targetHealth: Health?
  /// Why it will not be.
  var targetTrouble: TargetTrouble?
  /// The container instance that it is placed on, where a cluster's instances are declared.
  var instance: String?
  /// Commands may be run in it.
  var opensExec: Bool?
  /// The how manieth task of its deployment it is, from one.
  var number: Int?

  enum Health: String, Codable, Sendable {
    case unknown = "UNKNOWN"
    case healthy = "HEALTHY"
    case unhealthy = "UNHEALTHY"
  }

  var isAlive: Bool { phase == .pending || phase == .running }
  /// Counts as a healthy task: it runs, and no health check says or may still say otherwise.
  var isReady: Bool { phase == .running && health ?? .healthy == .healthy && targetHealth ?? .healthy == .healthy }
}

/// A service deployment, as ListServiceDeployments knows it.
struct ServiceDeployment: Codable, Equatable, Sendable {
  struct Rollback: Codable, Equatable, Sendable {
    var reason: String
    var startedAt: Double
    var revision: String
  }

  var arn: String
  var target: String
  var sources: [String]
  var status = "IN_PROGRESS"
  var statusReason: String?
  var createdAt: Double
  var updatedAt: Double
  var finishedAt: Double?
  var stoppedAt: Double?
  var rollback: Rollback?
  var failureCount = 0
  var threshold = 0
  /// MONITORING, TRIGGERED, MONITORING_COMPLETE or DISABLED.
  var breakerStatus: String
  /// Alarms that ended it.
  var triggeredAlarms: [String]?
}

struct ServiceEvent: Codable, Equatable, Sendable {
  var id: String
  var createdAt: Double
  var message: String
}
