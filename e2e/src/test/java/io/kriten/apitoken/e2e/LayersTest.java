package io.kriten.apitoken.e2e;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/** No arrow points back: keys, crds and status, then operator and api side by side, then local. */
@AnalyzeClasses(
    packages = "io.kriten.apitoken",
    importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

  @ArchTest
  static final ArchRule ARROWS =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("keys")
          .definedBy("io.kriten.apitoken.keys..")
          .layer("crds")
          .definedBy("io.kriten.apitoken.crds..")
          .layer("status")
          .definedBy("io.kriten.apitoken.status..")
          .layer("operator")
          .definedBy("io.kriten.apitoken.operator..")
          .layer("api")
          .definedBy("io.kriten.apitoken.api..")
          .layer("local")
          .definedBy("io.kriten.apitoken.local..")
          .whereLayer("keys")
          .mayNotAccessAnyLayer()
          .whereLayer("crds")
          .mayOnlyAccessLayers("keys")
          .whereLayer("status")
          .mayNotAccessAnyLayer()
          .whereLayer("operator")
          .mayOnlyAccessLayers("keys", "crds", "status")
          .whereLayer("api")
          .mayOnlyAccessLayers("keys", "crds", "status");

  @ArchTest
  static final ArchRule KEYS_ARE_PURE_JAVA =
      ArchRuleDefinition.noClasses()
          .that()
          .resideInAPackage("io.kriten.apitoken.keys..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("io.kriten.apitoken.keys..", "java..", "javax.crypto..");
}
