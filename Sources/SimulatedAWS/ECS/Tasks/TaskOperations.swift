import AWS
import JSONDocument

extension ECS {
  private static let placement =
    "placementConstraints:[{type:distinctInstance|memberOf, expression:string}], placementStrategy:[{type:string, field:string}]"

  private static let overrides =
    "{containerOverrides:[{name:string, command:[string], environment:[{name:string, value:string}], "
    + "environmentFiles:[{value*:string, type*:string}], cpu:integer, memory:integer, memoryReservation:integer, "
    + "resourceRequirements:[{value*:string, type*:string}]}], cpu:string, memory:string, taskRoleArn:string, "
    + "executionRoleArn:string, ephemeralStorage:{sizeInGiB*:integer}, inferenceAcceleratorOverrides:json}"

  static let tasks: [String: Operation] = [
    "RunTask": .writes(
      "cluster:string, taskDefinition*:string, count:integer, launchType:\(launchType), capacityProviderStrategy:\(strategy), "
        + "networkConfiguration:\(network), overrides:\(overrides), startedBy:string, group:string, clientToken:string, "
        + "platformVersion:string, enableExecuteCommand:boolean, enableECSManagedTags:boolean, referenceId:string, "
        + "propagateTags:TASK_DEFINITION|SERVICE|NONE, tags:[\(tag)], volumeConfigurations:json, \(placement)"
    ) { call, input throws(AWSError) in try StandaloneTasks(call).run(input) },
    "StopTask": .writes("cluster:string, task*:string, reason:string") { call, input throws(AWSError) in
      try StandaloneTasks(call).stop(input)
    },
    "DescribeTasks": .reads("cluster:string, tasks*:[string], include:[TAGS]") { call, input throws(AWSError) in
      try TaskReading(call).describe(input)
    },
    "ListTasks": .reads(
      "cluster:string, containerInstance:string, family:string, nextToken:string, maxResults:integer, startedBy:string, "
        + "serviceName:string, desiredStatus:RUNNING|PENDING|STOPPED, launchType:\(launchType)"
    ) { call, input throws(AWSError) in try TaskReading(call).list(input) },
  ]
}
