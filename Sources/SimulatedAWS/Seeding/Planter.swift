import AWS
import JSONDocument
import Resources

/// Writes down objects of one kind as if they had been made by calls.
protocol Planter {
  init(_ call: Call)

  /// An object as a provider read it.
  func plant(_ object: ObservedObject) throws(AWSError)
  /// An object of which no more is known than that it exists. One that is there already stays.
  func assume(_ identity: ResourceIdentity) throws(AWSError)
  /// An object that is being deleted.
  func drain(_ identity: ResourceIdentity) throws(AWSError)
}

extension Planter {
  /// Of most kinds more has to be known.
  func assume(_ identity: ResourceIdentity) throws(AWSError) {}
  /// Most kinds go at once.
  func drain(_ identity: ResourceIdentity) throws(AWSError) {}
}

/// The planter of each kind that the simulated cloud keeps. A new kind is a line here.
enum Planters {
  static var table: [ResourceKind: any Planter.Type] {
    [
      .cluster: ClusterPlanter.self,
      .logGroup: LogGroupPlanter.self,
      .repository: RepositoryPlanter.self,
      .scalableTarget: ScalableTargetPlanter.self,
      .scalingPolicy: ScalingPolicyPlanter.self,
      .scheduledAction: ScheduledActionPlanter.self,
      .service: ServicePlanter.self,
      .taskDefinition: RevisionPlanter.self,
    ]
  }
}

extension Call {
  /// Tags are kept by ARN, for all services of AWS.
  func plantTags(_ arn: String?, of object: ObservedObject) throws(AWSError) {
    guard let arn, let tags = object.attributes["tags"], !tags.isNull else { return }
    try documents.put(.tags, arn, tags)
  }
}
