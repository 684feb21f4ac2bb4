import TestSupport
import Testing

@Suite struct OtherKindsRulesTests {
  @Test("repositories, log groups and clusters are what AWS takes", arguments: examples)
  func repositoriesLogGroupsAndClustersAreWhatAWSTakes(_ example: RuleExample) throws {
    try example.verify()
  }

  private static func repository(_ name: String, _ members: String, _ expected: String...) -> RuleExample {
    RuleExample(name, ["repositories/app.json": "{\"repositoryName\": \"team/app\", \(members)}"], all: expected)
  }
  private static func lifecycle(_ name: String, _ rules: String, _ expected: String...) -> RuleExample {
    RuleExample(
      name, ["repositories/app.json": "{\"repositoryName\": \"team/app\", \"lifecyclePolicy\": {\"rules\": \(rules)}}"],
      all: expected)
  }
  private static let untagged =
    #""selection": {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14}, "action": {"type": "expire"}"#
  private static let any =
    #""selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 50}, "action": {"type": "expire"}"#

  static let examples: [RuleExample] = [
    repository("a repository", #""imageTagMutability": "IMMUTABLE", "imageScanningConfiguration": {"scanOnPush": true}"#),
    repository(
      "an exclusion with characters that ECR does not take",
      #""imageTagMutability": "MUTABLE_WITH_EXCLUSION", "imageTagMutabilityExclusionFilters": [{"filterType": "WILDCARD", "filter": 1️⃣"a b"}]"#,
      "1️⃣ error wrong-text: \"filter\" has characters that AWS does not take"),
    RuleExample(
      "a repository with capitals", ["repositories/app.json": #"{"repositoryName": 1️⃣"Team/App"}"#],
      "1️⃣ error invalid-name: \"repositoryName\" cannot be \"Team/App\""),
    repository(
      "exclusions that cannot be",
      #""imageTagMutability": "IMMUTABLE", 1️⃣"imageTagMutabilityExclusionFilters": [{"filterType": "WILDCARD", "filter": "dev-*"}]"#,
      "1️⃣ error repository-settings: IMMUTABLE takes no exclusions"),
    repository("no exclusions", #""imageTagMutability": 1️⃣"IMMUTABLE_WITH_EXCLUSION""#, "1️⃣ error repository-settings"),
    repository(
      "a key without KMS", #""encryptionConfiguration": {"encryptionType": "AES256", 1️⃣"kmsKey": "k"}"#,
      "1️⃣ error repository-settings: AES256 takes no key"),
    lifecycle("a lifecycle policy", #"[{"rulePriority": 1, \#(untagged)}, {"rulePriority": 2, \#(any)}]"#),
    lifecycle(
      "one priority twice", #"[{"rulePriority": 1, \#(untagged)}, {"rulePriority": 1️⃣1, \#(untagged)}]"#,
      "1️⃣ error lifecycle-policy: two rules have the priority 1"),
    lifecycle(
      "a rule for all before others", #"[{"rulePriority": 1️⃣1, \#(any)}, {"rulePriority": 2, \#(untagged)}]"#,
      "1️⃣ error lifecycle-policy: a rule for any image comes last"),
    lifecycle(
      "a misspelt member", #"[{1️⃣"rulePriorty": 1, "rulePriority": 2, \#(untagged)}]"#,
      "1️⃣ error lifecycle-policy: a lifecycle policy has no member \"rulePriorty\" here"),
    lifecycle(
      "tagged without tags",
      #"[{"rulePriority": 1, "selection": 1️⃣{"tagStatus": "tagged", "countType": "imageCountMoreThan", "countNumber": 5}, "action": {"type": "expire"}}]"#,
      "1️⃣ error lifecycle-policy"),
    lifecycle("no rules", "1️⃣[]", "1️⃣ error lifecycle-policy: a lifecycle policy has 1 to 50 rules"),
    repository(
      "a policy that is no JSON", #""repositoryPolicy": 1️⃣"{""#,
      "1️⃣ error repository-policy: the repository policy is no JSON object"),
    repository(
      "a statement for nobody",
      #""repositoryPolicy": {"Version": "2012-10-17", "Statement": [1️⃣{"Effect": "Allow", "Action": "ecr:*"}]}"#,
      "1️⃣ error repository-policy: a statement has no \"Principal\""),
    repository(
      "an effect in the wrong case",
      #""repositoryPolicy": {"Statement": [{"Effect": 1️⃣"allow", "Principal": "*", "Action": "ecr:*"}]}"#,
      "1️⃣ error repository-policy: the effect of a statement cannot be \"allow\""),
    repository(
      "a policy as text",
      #""repositoryPolicy": "{\"Statement\": {\"Effect\": \"Allow\", \"Principal\": \"*\", \"Action\": \"ecr:*\"}}""#),
    RuleExample("a log group", ["log-groups/app.json": #"{"logGroupName": "/ecs/app", "retentionInDays": 30}"#]),
    RuleExample(
      "a retention that is not offered", ["log-groups/app.json": #"{"retentionInDays": 1️⃣31}"#],
      "1️⃣ error retention: \"retentionInDays\" is 31"),
    RuleExample("a reserved log group", ["log-groups/app.json": #"{"logGroupName": 1️⃣"aws/app"}"#], "1️⃣ error invalid-name"),
    RuleExample(
      "a cluster",
      [
        "clusters/main.json":
          #"{"settings": [{"name": "containerInsights", "value": "enhanced"}], "capacityProviders": ["FARGATE"], "defaultCapacityProviderStrategy": [{"capacityProvider": "FARGATE", "weight": 1}]}"#
      ]),
    RuleExample(
      "insights that are not known", ["clusters/main.json": #"{"settings": [{"name": "containerInsights", "value": 1️⃣"on"}]}"#],
      "1️⃣ error cluster-settings"),
    RuleExample(
      "a provider the cluster has not",
      [
        "clusters/main.json":
          #"{"capacityProviders": ["FARGATE"], "defaultCapacityProviderStrategy": [{"capacityProvider": 1️⃣"FARGATE_SPOT", "weight": 1}]}"#
      ], "1️⃣ error capacity-strategy"),
    RuleExample(
      "a log for commands that is not used",
      [
        "clusters/main.json":
          #"{"configuration": {"executeCommandConfiguration": {"logging": "DEFAULT", 1️⃣"logConfiguration": {"cloudWatchLogGroupName": "x"}}}}"#
      ], "1️⃣ error cluster-settings"),
  ]
}
