/// Tasks of one deployment that stopped by themselves, told apart by whether the deployment has come further since.
///
/// `Deployment.failedTasks` counts only tasks that never reached RUNNING (API reference), so a program that starts and dies a
/// moment later is counted by nobody (aws/containers-roadmap#1206). Which tasks stopped costs calls, and is asked only where
/// others were begun in the place of some.
struct CrashCount {
  private let limit: Int?
  /// When each of them stopped, on AWS's clock.
  private var known: [String: Double] = [:]
  /// Those that had stopped when more tasks ran than ever before.
  private var before: Set<String> = []
  private var most = 0
  private var hasNewMost = false
  private var lastStarted: Int?
  private var looks = 0
  /// Which tasks stopped is worth asking now.
  private(set) var isWorthAsking = false

  init(limit: Int?) {
    self.limit = limit
  }

  /// All that stopped.
  var total: Int { known.count }
  /// Those that stopped since the deployment came further the last time.
  var sinceProgress: Int { known.keys.count { !before.contains($0) } }
  var isHopeless: Bool { limit.map { sinceProgress >= $0 } ?? false }

  /// Those that stopped after that instant; none where it is not known.
  func count(since instant: Double?) -> Int {
    guard let instant else { return 0 }
    return known.values.count { $0 > instant }
  }

  /// `started`: tasks that ECS says it has begun for the deployment.
  mutating func look(running: Int, wanted: Int, started: Int) {
    looks += 1
    if running > most {
      most = running
      hasNewMost = true
    }
    let isReplaced = started > wanted || running < most
    isWorthAsking = isReplaced && (started != lastStarted || (running < wanted && looks.isMultiple(of: 3)))
    if isWorthAsking { lastStarted = started }
  }

  mutating func learn(_ stopped: [String: Double]) {
    known.merge(stopped) { first, _ in first }
    guard hasNewMost else { return }
    before = Set(known.keys)
    hasNewMost = false
  }
}
