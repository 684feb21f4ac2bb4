import AWS
import JSONDocument

extension ECS {
  static let tasks: [String: Operation] = [
    "RunTask": .writes { call, input throws(AWSError) in try StandaloneTasks(call).run(input) },
    "StopTask": .writes { call, input throws(AWSError) in
      try StandaloneTasks(call).stop(input)
    },
    "DescribeTasks": .reads { call, input throws(AWSError) in
      try TaskReading(call).describe(input)
    },
    "ListTasks": .reads { call, input throws(AWSError) in try TaskReading(call).list(input) },
  ]
}
