/// What a system of continuous integration tells its runs of themselves, in variables.
struct ContinuousIntegration {
  /// The address of the run, made of variables that must all be there.
  var url: [Part]
  /// Who started the run; the first that is there.
  var person: [String] = []
  /// The commit whose files are there.
  var commit: [String] = []

  enum Part: ExpressibleByStringLiteral {
    case text(String)
    case variable(String)

    init(stringLiteral text: String) { self = .text(text) }
  }

  /// Those with the most particular variables come first: `BUILD_URL` is set by many.
  static let all: [ContinuousIntegration] = [
    // GitHub Actions, Gitea, Forgejo
    .init(
      url: [
        .variable("GITHUB_SERVER_URL"), "/", .variable("GITHUB_REPOSITORY"), "/actions/runs/", .variable("GITHUB_RUN_ID"),
      ], person: ["GITHUB_ACTOR"], commit: ["GITHUB_SHA"]),
    // Bitbucket Pipelines
    .init(
      url: [
        "https://bitbucket.org/", .variable("BITBUCKET_WORKSPACE"), "/", .variable("BITBUCKET_REPO_SLUG"),
        "/pipelines/results/", .variable("BITBUCKET_BUILD_NUMBER"),
      ], commit: ["BITBUCKET_COMMIT"]),
    // GitLab
    .init(url: [.variable("CI_JOB_URL")], person: ["GITLAB_USER_LOGIN"], commit: ["CI_COMMIT_SHA"]),
    .init(url: [.variable("CI_PIPELINE_URL")]),
    .init(url: [.variable("CIRCLE_BUILD_URL")], person: ["CIRCLE_USERNAME"], commit: ["CIRCLE_SHA1"]),
    .init(
      url: [.variable("BUILDKITE_BUILD_URL")], person: ["BUILDKITE_BUILD_CREATOR_EMAIL", "BUILDKITE_BUILD_CREATOR"],
      commit: ["BUILDKITE_COMMIT"]),
    // AWS CodeBuild
    .init(url: [.variable("CODEBUILD_BUILD_URL")], commit: ["CODEBUILD_RESOLVED_SOURCE_VERSION"]),
    // Azure Pipelines
    .init(
      url: [
        .variable("SYSTEM_COLLECTIONURI"), .variable("SYSTEM_TEAMPROJECT"), "/_build/results?buildId=",
        .variable("BUILD_BUILDID"),
      ], person: ["BUILD_REQUESTEDFOREMAIL"], commit: ["BUILD_SOURCEVERSION"]),
    .init(url: [.variable("DRONE_BUILD_LINK")], commit: ["DRONE_COMMIT_SHA"]),
    .init(url: [.variable("TRAVIS_BUILD_WEB_URL")], commit: ["TRAVIS_COMMIT"]),
    .init(
      url: [.variable("SEMAPHORE_ORGANIZATION_URL"), "/workflows/", .variable("SEMAPHORE_WORKFLOW_ID")],
      commit: ["SEMAPHORE_GIT_SHA"]),
    // Jenkins
    .init(url: [.variable("BUILD_URL")], person: ["BUILD_USER_ID"], commit: ["GIT_COMMIT"]),
  ]

  func url(_ value: (String) -> String?) -> String? {
    var text = ""
    for part in url {
      switch part {
      case .text(let piece): text += piece
      case .variable(let name):
        guard let piece = value(name) else { return nil }
        text += piece
      }
    }
    return text
  }
}
