package import AWS

/// What happens in a simulated cloud beside what its callers do, as data: which calls go wrong, how tasks fare, and which
/// container instances there are. The same scenario on the same calls does the same.
///
/// ```json
/// {"seed": 7,
///  "faults": [{"fault": "throttle", "operation": "UpdateService", "times": 3}],
///  "tasks": [{"service": "api", "tag": "sha-8a0*", "fares": "exit:1", "first": 2}],
///  "instances": [{"cluster": "main", "count": 2, "cpu": 2048, "memory": 3840}]}
/// ```
/// `schemas/scenario.schema.json` and `docs/simulate.md` describe the file.
package struct Scenario: Sendable, Equatable {
  package var faults: FaultPlan
  /// The first that fits a container says how it fares; where none does, its image says it.
  package var tasks: [StagedTask]
  /// Clusters that no group is for have as many instances as are needed.
  package var instances: [InstanceGroup]
  package var drill: Drill

  package init(
    faults: FaultPlan = FaultPlan([]), tasks: [StagedTask] = [], instances: [InstanceGroup] = [], drill: Drill = Drill()
  ) {
    self.faults = faults
    self.tasks = tasks
    self.instances = instances
    self.drill = drill
  }

  /// What only the program that has a cloud of its own can do.
  package struct Drill: Sendable, Equatable {
    /// It is killed at the crash point with this number.
    package var crashPoint: Int?
    /// A file that gets a line for each crash point.
    package var trace: String?
    /// A file that gets a line for each call: its service, its operation and its input, as JSON.
    package var calls: String?
    /// How many pages of 4 KiB the state file may have: a disk that is full.
    package var statePages: Int?
    package var pace: SimulatedCloud.Pace

    package init(
      crashPoint: Int? = nil, trace: String? = nil, calls: String? = nil, statePages: Int? = nil,
      pace: SimulatedCloud.Pace = .virtual
    ) {
      self.crashPoint = crashPoint
      self.trace = trace
      self.calls = calls
      self.statePages = statePages
      self.pace = pace
    }
  }

  /// The cloud as callers reach it while the faults strike. The cloud itself is opened with the scenario.
  package func client(over cloud: any AWSClient) -> any AWSClient {
    faults.rules.isEmpty ? cloud : FaultInjectingClient(cloud, plan: faults)
  }
}
