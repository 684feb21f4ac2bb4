import JSONDocument

/// The shapes of inputs under the names that the service's model gives them (botocore 1.43, `application-autoscaling`
/// 2016-02-06).
enum ScalingShapes {
  static func object(_ text: String) -> InputShape { .object(text, names: named) }

  private static let named: [String: InputShape] = {
    var shapes = leaves
    // Each may be made of those before it.
    for (name, text) in structures { shapes[name] = .object(text, names: shapes) }
    return shapes
  }()

  private static let leaves: [String: InputShape] = [
    "ServiceNamespace": .values(words(namespaces)), "ScalableDimension": .values(words(dimensions)),
    "MetricType": .values(words(metricTypes)),
    "ResourceIdMaxLen1600": resourceId, "ResourceIdsMaxLen1600": .bounded(resourceId, 0...50),
    "XmlString": .text(TextRule(pattern: .ofXML)), "PolicyName": .text(TextRule(length: 1...256, pattern: .printable)),
    "ScheduledActionName": .text(TextRule(length: 1...256, pattern: scheduledActionName)),
    "AmazonResourceName": .text(TextRule(length: 1...1011, pattern: targetArn)),
    "TagMap": .dictionary(key: tagKey, value: .text(TextRule(length: 0...256))), "TagKeyList": .bounded(tagKey, 0...200),
    "ResourceLabel": .text(TextRule(length: 1...1023)), "Id": ofXML(1...255), "Expression": ofXML(1...2048),
    "Name255": ofXML(1...255), "Value1024": ofXML(1...1024), "Unit1023": ofXML(1...1023),
    "PredictiveMetricType": .text(TextRule(length: 1...128)), "SchedulingBufferTime": .integers(0...3600),
    "MaxCapacityBuffer": .integers(0...100),
  ]

  private static let structures: KeyValuePairs = [
    "SuspendedState":
      "DynamicScalingInSuspended:boolean, DynamicScalingOutSuspended:boolean, ScheduledScalingSuspended:boolean",
    "StepScalingPolicyConfiguration":
      "AdjustmentType:ChangeInCapacity|PercentChangeInCapacity|ExactCapacity, StepAdjustments:[{MetricIntervalLowerBound:number, "
      + "MetricIntervalUpperBound:number, ScalingAdjustment*:integer}], MinAdjustmentMagnitude:integer, Cooldown:integer, "
      + "MetricAggregationType:Average|Minimum|Maximum",
    // The same under both names that the model has for it.
    "Metric": "Dimensions:[{Name*:Name255, Value*:Value1024}], MetricName:Name255, Namespace:Name255",
    "MetricStat": "Metric*:Metric, Stat*:XmlString, Unit:Unit1023",
    "MetricDataQuery": "Expression:Expression, Id*:Id, Label:XmlString, MetricStat:MetricStat, ReturnData:boolean",
    "CustomizedMetricSpecification":
      "MetricName:string, Namespace:string, Dimensions:[{Name*:string, Value*:string}], "
      + "Statistic:Average|Minimum|Maximum|SampleCount|Sum, Unit:string, Metrics:[MetricDataQuery]",
    "TargetTrackingScalingPolicyConfiguration":
      "TargetValue*:number, PredefinedMetricSpecification:{PredefinedMetricType*:MetricType, ResourceLabel:ResourceLabel}, "
      + "CustomizedMetricSpecification:CustomizedMetricSpecification, ScaleOutCooldown:integer, ScaleInCooldown:integer, "
      + "DisableScaleIn:boolean",
    "PredictiveMetric": "PredefinedMetricType*:PredictiveMetricType, ResourceLabel:ResourceLabel",
    "PredictiveQueries": "MetricDataQueries*:[MetricDataQuery]",
    "PredictiveScalingPolicyConfiguration":
      "MetricSpecifications*:[{TargetValue*:number, PredefinedMetricPairSpecification:PredictiveMetric, "
      + "PredefinedScalingMetricSpecification:PredictiveMetric, PredefinedLoadMetricSpecification:PredictiveMetric, "
      + "CustomizedScalingMetricSpecification:PredictiveQueries, CustomizedLoadMetricSpecification:PredictiveQueries, "
      + "CustomizedCapacityMetricSpecification:PredictiveQueries}], Mode:ForecastOnly|ForecastAndScale, "
      + "SchedulingBufferTime:SchedulingBufferTime, MaxCapacityBreachBehavior:HonorMaxCapacity|IncreaseMaxCapacity, "
      + "MaxCapacityBuffer:MaxCapacityBuffer",
    "ScalableTargetAction": "MinCapacity:integer, MaxCapacity:integer",
  ]

  private static let resourceId = ofXML(1...1600)
  private static let tagKey = InputShape.text(TextRule(length: 1...128))

  private static func ofXML(_ length: ClosedRange<Int>) -> InputShape { .text(TextRule(length: length, pattern: .ofXML)) }

  private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

  private static let namespaces =
    "ecs elasticmapreduce ec2 appstream dynamodb rds sagemaker custom-resource comprehend lambda cassandra kafka elasticache "
    + "neptune workspaces"

  private static let dimensions =
    "ecs:service:DesiredCount ec2:spot-fleet-request:TargetCapacity elasticmapreduce:instancegroup:InstanceCount "
    + "appstream:fleet:DesiredCapacity dynamodb:table:ReadCapacityUnits dynamodb:table:WriteCapacityUnits "
    + "dynamodb:index:ReadCapacityUnits dynamodb:index:WriteCapacityUnits rds:cluster:ReadReplicaCount "
    + "sagemaker:variant:DesiredInstanceCount custom-resource:ResourceType:Property "
    + "comprehend:document-classifier-endpoint:DesiredInferenceUnits comprehend:entity-recognizer-endpoint:DesiredInferenceUnits "
    + "lambda:function:ProvisionedConcurrency cassandra:table:ReadCapacityUnits cassandra:table:WriteCapacityUnits "
    + "kafka:broker-storage:VolumeSize elasticache:cache-cluster:Nodes elasticache:replication-group:NodeGroups "
    + "elasticache:replication-group:Replicas neptune:cluster:ReadReplicaCount "
    + "sagemaker:variant:DesiredProvisionedConcurrency sagemaker:inference-component:DesiredCopyCount "
    + "workspaces:workspacespool:DesiredUserSessions"

  private static let metricTypes =
    "DynamoDBReadCapacityUtilization DynamoDBWriteCapacityUtilization ALBRequestCountPerTarget RDSReaderAverageCPUUtilization "
    + "RDSReaderAverageDatabaseConnections EC2SpotFleetRequestAverageCPUUtilization EC2SpotFleetRequestAverageNetworkIn "
    + "EC2SpotFleetRequestAverageNetworkOut SageMakerVariantInvocationsPerInstance ECSServiceAverageCPUUtilization "
    + "ECSServiceAverageMemoryUtilization AppStreamAverageCapacityUtilization ComprehendInferenceUtilization "
    + "LambdaProvisionedConcurrencyUtilization CassandraReadCapacityUtilization CassandraWriteCapacityUtilization "
    + "KafkaBrokerStorageUtilization ElastiCacheEngineCPUUtilization ElastiCacheDatabaseMemoryUsagePercentage "
    + "ElastiCachePrimaryEngineCPUUtilization ElastiCacheReplicaEngineCPUUtilization "
    + "ElastiCacheDatabaseMemoryUsageCountedForEvictPercentage NeptuneReaderAverageCPUUtilization "
    + "SageMakerVariantProvisionedConcurrencyUtilization ElastiCacheDatabaseCapacityUsageCountedForEvictPercentage "
    + "SageMakerInferenceComponentInvocationsPerCopy WorkSpacesAverageUserSessionsCapacityUtilization "
    + "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution SageMakerVariantConcurrentRequestsPerModelHighResolution"

  private static let scheduledActionName = TextRule.Pattern(
    expression: #"(?!((^[ ]+.*)|(.*([\u0000-\u001f]|[\u007f-\u009f]|[:/|])+.*)|(.*[ ]+$))).+"#
  ) { text in
    !text.hasPrefix(" ") && !text.hasSuffix(" ")
      && text.unicodeScalars.allSatisfy { scalar in
        scalar.value > 0x1F && !(0x7F...0x9F).contains(scalar.value) && ![":", "/", "|"].contains(scalar)
      }
  }

  private static let targetArn = TextRule.Pattern(
    expression: #"^arn:.+:application-autoscaling:.+:[0-9]+:scalable-target\/[a-zA-Z0-9-]+$"#
  ) { text in
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn", parts[2] == "application-autoscaling" else { return false }
    let id = parts[5].dropFirst("scalable-target/".count)
    return !parts[1].isEmpty && !parts[3].isEmpty && !parts[4].isEmpty && parts[4].allSatisfy { ("0"..."9").contains($0) }
      && parts[5].hasPrefix("scalable-target/") && !id.isEmpty
      && id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
  }
}
