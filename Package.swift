// swift-tools-version: 6.2
import PackageDescription

/// `RECONCILE_STRICT=1` turns warnings in this package's own targets into errors. It is what `make check`
/// and CI set; a plain `swift build` with a newer compiler still builds.
let strict = Context.environment["RECONCILE_STRICT"] == "1"

let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ] + (strict ? [.treatAllWarnings(as: .error)] : [])

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let systemPackage = Target.Dependency.product(
  name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux]))
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")
/// OpenSSL of the system.
let libCrypto = Target.Dependency.target(name: "LibCrypto")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// A room of the house: `doors` are the only modules it may import.
func room(_ name: String, doors: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: doors, swiftSettings: settings)
}

/// What tests of several rooms share.
func testRoom(_ name: String, doors: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: doors, path: "Tests/\(name)", swiftSettings: settings)
}

func tests(of name: String, doors: [Target.Dependency], excluding: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: doors + ["TestSupport"], exclude: excluding, swiftSettings: settings)
}

let package = Package(
  name: "reconcile",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "reconcile", targets: ["reconcile"])],
  // Exact: what is built is what was read and tested. CONTRIBUTING.md says how one is raised.
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
  ],
  targets: [
    .systemLibrary(
      name: "LibCrypto", path: "Sources/LibCrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    room("Platform"),
    room("Programs", doors: ["Platform", subprocess, systemPackage]),
    room("JSONDocument"),
    room("Secrets", doors: ["JSONDocument"]),
    room("Diagnostics", doors: ["Secrets"]),
    room("APIModel"),
    room("Resources", doors: ["APIModel", "JSONDocument", "Diagnostics"]),
    room("Validation", doors: ["APIModel", "JSONDocument", "Diagnostics", "Resources", "Secrets"]),
    room("Loading", doors: ["JSONDocument", "Diagnostics", "Platform", "Resources", "Sealing", "Secrets", "Validation"]),
    room("Providers", doors: ["JSONDocument", "Diagnostics", "Resources"]),
    room("Importing", doors: ["JSONDocument", "Providers", "Resources"]),
    room("Exporting", doors: ["JSONDocument", "Resources", "Secrets"]),
    room("Sealing", doors: [libCrypto]),
    room("Recording", doors: ["JSONDocument", "Diagnostics", "Platform", "Resources", "Sealing", grdb]),
    room("Planning", doors: ["JSONDocument", "Diagnostics", "Resources", "Secrets"]),
    room("Refreshing", doors: ["JSONDocument", "Resources", "Providers"]),
    room("Preflight", doors: ["JSONDocument", "Diagnostics", "Planning", "Providers", "Resources"]),
    room("Releasing", doors: ["Diagnostics", "JSONDocument", "Loading", "Platform", "Providers", "Recording", "Resources"]),
    room(
      "Applying",
      doors: ["JSONDocument", "Planning", "Providers", "Recording", "Resources"]),
    room("Shipping", doors: ["JSONDocument", "Platform", "Programs", "Releasing", "Resources"]),
    room("Checking", doors: ["Applying", "JSONDocument", "Programs", "Resources"]),
    room("AWS", doors: ["JSONDocument", "Providers", "Resources"]),
    room("RemoteState", doors: ["AWS", "JSONDocument", "Platform", "Recording", "Resources", "Sealing"]),
    room("SimulatedAWS", doors: ["APIModel", "AWS", "Diagnostics", "JSONDocument", "Platform", "Resources", grdb]),
    room("SimulatedServer", doors: ["AWS", "JSONDocument", "SimulatedAWS", flyingSocks]),
    /// libcurl of the system, loaded when it is needed; its headers are `libcurl4-openssl-dev`.
    .target(name: "CCurl"),
    room(
      "AWSHTTPS",
      doors: ["AWS", "CCurl", "JSONDocument", "Platform", "Providers", "Resources", "Secrets", subprocess, systemPackage]),
    room(
      "AWSCommandLine",
      doors: [
        "AWS", "JSONDocument", "Platform", "Programs", "Providers", "Resources", "Sealing", "Secrets", subprocess, systemPackage,
      ]),
    room(
      "Reporting",
      doors: [
        "Applying", "Diagnostics", "Exporting", "JSONDocument", "Planning", "Providers", "Recording", "Releasing", "Resources",
        "Secrets", "Shipping",
      ]),
    room(
      "Notifying",
      doors: [
        "Applying", "AWSHTTPS", "JSONDocument", "Loading", "Planning", "Platform", "Providers", "Reporting", "Resources",
      ]),
    room(
      "Engine",
      doors: [
        "Applying", "AWS", "AWSCommandLine", "AWSHTTPS", "Checking", "Diagnostics", "Importing", "JSONDocument", "Loading",
        "Planning", "Platform", "Preflight", "Programs", "Providers", "Recording", "Refreshing", "Releasing", "RemoteState",
        "Resources", "Shipping", "SimulatedAWS",
      ]),
    room(
      "Rehearsing",
      doors: [
        "Applying", "AWS", "Engine", "JSONDocument", "Loading", "Planning", "Providers", "Recording", "Resources", "SimulatedAWS",
      ]),
    .executableTarget(
      name: "reconcile",
      dependencies: [
        "APIModel", "Applying", "AWS", "Diagnostics", "Engine", "Exporting", "Importing", "JSONDocument", "Loading", "Notifying",
        "Planning", "Platform", "Preflight", "Providers", "Recording", "Rehearsing", "Releasing", "RemoteState", "Reporting",
        "Resources", "Secrets", "Shipping", "SimulatedAWS", "SimulatedServer", "Validation", argumentParser,
      ],
      swiftSettings: settings),

    testRoom(
      "TestSupport",
      doors: [
        "AWSCommandLine", "AWSHTTPS", "Diagnostics", "JSONDocument", "Loading", "Platform", "Resources", subprocess,
        systemPackage,
      ]),
    testRoom(
      "ProviderConformance",
      doors: [
        "Applying", "Diagnostics", "JSONDocument", "Planning", "Providers", "Recording", "Refreshing",
        "Resources",
      ]),

    testRoom("StoreConformance", doors: ["JSONDocument", "Recording", "Resources"]),

    tests(of: "Platform", doors: ["Platform"]),
    tests(of: "Sealing", doors: ["Sealing"]),
    tests(of: "JSONDocument", doors: ["JSONDocument"]),
    tests(of: "Secrets", doors: ["Diagnostics", "JSONDocument", "Resources", "Secrets"]),
    tests(of: "Resources", doors: ["Diagnostics", "JSONDocument", "Resources"]),
    tests(
      of: "Kinds", doors: ["APIModel", "AWS", "JSONDocument", "ProviderConformance", "Resources", "SimulatedAWS"]),
    tests(of: "Exporting", doors: ["Exporting", "JSONDocument", "Resources"]),
    tests(
      of: "Shipping",
      doors: ["JSONDocument", "Platform", "Programs", "Releasing", "Resources", "Shipping", subprocess, systemPackage]),
    tests(of: "Checking", doors: ["Applying", "Checking", "JSONDocument", "Resources"]),
    tests(of: "Validation", doors: ["APIModel", "Diagnostics", "JSONDocument", "Loading", "Resources", "Validation"]),
    tests(
      of: "Releasing",
      doors: ["Diagnostics", "JSONDocument", "Loading", "Platform", "Providers", "Recording", "Releasing", "Resources"]),
    tests(of: "Loading", doors: ["Diagnostics", "JSONDocument", "Loading", "Platform", "Resources"]),
    tests(
      of: "Recording",
      doors: [
        "AWS", "Diagnostics", "JSONDocument", "Platform", "Recording", "RemoteState", "Resources", "SimulatedAWS",
        "StoreConformance", grdb,
      ]),
    tests(
      of: "RemoteState",
      doors: [
        "Applying", "AWS", "JSONDocument", "Planning", "Providers", "Recording", "Refreshing", "RemoteState", "Resources",
        "SimulatedAWS", "StoreConformance",
      ]),
    tests(of: "Planning", doors: ["Diagnostics", "JSONDocument", "Planning", "Resources"]),
    tests(of: "Preflight", doors: ["Diagnostics", "JSONDocument", "Planning", "Preflight", "Providers", "Resources"]),
    tests(
      of: "House", doors: ["Diagnostics", "JSONDocument", "Loading", "Planning", "Platform", "Resources", "Validation"]),
    tests(
      of: "Applying",
      doors: [
        "Applying", "JSONDocument", "Planning", "Providers", "Recording", "Resources",
      ]),
    tests(
      of: "AWS",
      doors: [
        "Applying", "AWS", "JSONDocument", "Planning", "ProviderConformance", "Providers", "Recording",
        "Refreshing", "Resources", "SimulatedAWS",
      ]),
    tests(
      of: "Importing",
      doors: [
        "Applying", "AWS", "Diagnostics", "Engine", "Importing", "JSONDocument", "Loading", "Planning", "ProviderConformance",
        "Providers", "Recording", "Refreshing", "Resources", "SimulatedAWS",
      ]),
    tests(of: "SimulatedAWS", doors: ["AWS", "Diagnostics", "JSONDocument", "SimulatedAWS", grdb]),
    tests(
      of: "SimulatedServer",
      doors: ["AWS", "JSONDocument", "SimulatedAWS", "SimulatedServer", subprocess, systemPackage]),
    tests(
      of: "AWSHTTPS", doors: ["AWS", "AWSHTTPS", "JSONDocument", "Platform", "Providers", "Resources", subprocess, systemPackage]),
    tests(
      of: "AWSCommandLine",
      doors: [
        "Applying", "AWS", "AWSCommandLine", "AWSHTTPS", "JSONDocument", "Planning", "ProviderConformance", "Providers",
        "Recording", "Refreshing", "RemoteState", "Reporting", "Resources", "StoreConformance", subprocess, systemPackage,
      ]),
    tests(
      of: "Reporting",
      doors: [
        "Applying", "Diagnostics", "JSONDocument", "Planning", "Providers", "Recording", "Reporting",
        "Resources", "Secrets",
      ]),
    tests(
      of: "CommandLine", doors: ["AWS", "JSONDocument", "Recording", "RemoteState", "Resources", "SimulatedAWS"],
      excluding: ["Scripts"]),
    tests(
      of: "Crash",
      doors: ["AWS", "AWSCommandLine", "JSONDocument", "Recording", "RemoteState", "Resources", "SimulatedAWS"]),
    tests(of: "Engine", doors: ["Engine", "Providers", "Recording", "Resources"]),
    tests(
      of: "Notifying",
      doors: [
        "Applying", "AWSHTTPS", "JSONDocument", "Loading", "Notifying", "Planning", "Platform", "Providers", "Reporting",
        "Resources",
      ]),
    tests(
      of: "Rehearsing",
      doors: [
        "Applying", "AWS", "Engine", "JSONDocument", "Loading", "Planning", "ProviderConformance", "Providers", "Recording",
        "Rehearsing", "Resources", "SimulatedAWS",
      ]),
    tests(
      of: "Simulation",
      doors: [
        "Applying", "AWS", "Engine", "JSONDocument", "Loading", "Planning", "ProviderConformance", "Providers", "Recording",
        "Reporting", "Resources", "SimulatedAWS",
      ]),
  ],
  swiftLanguageModes: [.v6]
)
