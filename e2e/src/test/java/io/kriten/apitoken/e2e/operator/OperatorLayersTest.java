package io.kriten.apitoken.e2e.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Decisions are pure, and one class alone changes what is in the cluster. */
@AnalyzeClasses(
    packages = "io.kriten.apitoken.operator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class OperatorLayersTest {

  @ArchTest
  static final ArchRule DECISIONS_ARE_PURE =
      noClasses()
          .that()
          .haveNameMatching(".*\\.(Decider|Minting|Delivering|Removal|Decision|Observation)")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              ".*\\.(ApiServer|Fabric8ApiServer|TokenEvents|OperatorMetrics|Observer)|.*KubernetesClient.*|java\\.time\\.Clock|java\\.time\\.InstantSource|.*Random");

  @ArchTest
  static final ArchRule THE_CLIENT_STAYS_AT_THE_EDGE =
      noClasses()
          .that()
          .haveNameNotMatching(
              ".*\\.(Fabric8ApiServer|ReleaseSecrets|TokenOperator|OperatorMain|Leadership)")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.fabric8.kubernetes.client.KubernetesClient");
}
