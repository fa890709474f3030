/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-component-name.h"
#include "sanera-importer.h"

/* Package URLs from the specification's own examples and test suite, and as Syft, Trivy and cdxgen
 * write them; CPEs from NISTIR 7695. */
static const struct
{
  const char *text;
  const char *vendor;
  const char *product;
  const char *version;
} cases[] = {
  { "pkg:deb/debian/curl@7.50.3-1?arch=i386&distro=jessie", "debian", "curl", "7.50.3-1" },
  { "pkg:deb/ubuntu/coreutils@8.32-4.1ubuntu1?arch=amd64&distro=ubuntu-22.04", "ubuntu",
    "coreutils", "8.32-4.1ubuntu1" },
  { "pkg:deb/bash?distro=debian-12", "debian", "bash", NULL },
  { "pkg:deb/debian/libstdc%2B%2B6@1%3A4.2", "debian", "libstdc++6", "1:4.2" },
  { "pkg:rpm/rhel/openssl@1:1.1.1k-6.el8?arch=x86_64&epoch=1", "redhat", "openssl",
    "1:1.1.1k-6.el8" },
  { "pkg:rpm/amzn/kernel", "amazon", "kernel", NULL },
  { "pkg:apk/alpine/musl@1.2.3-r4?arch=x86_64", "alpine", "musl", "1.2.3-r4" },
  { "pkg:npm/foobar@12.3.1", "npm", "foobar", "12.3.1" },
  { "pkg:npm/%40angular/animation@12.3.1", "npm", "@angular/animation", "12.3.1" },
  { "pkg:npm/@angular/animation", "npm", "@angular/animation", NULL },
  { "pkg:maven/org.apache.xmlgraphics/batik-anim@1.9.1?packaging=sources", "maven",
    "org.apache.xmlgraphics:batik-anim", "1.9.1" },
  { "pkg:golang/google.golang.org/genproto#googleapis/api/annotations", "golang",
    "google.golang.org/genproto", NULL },
  { "pkg:pypi/django@1.11.1", "pypi", "django", "1.11.1" },
  { "pkg:gem/ruby-advisory-db-check@0.12.4", "gem", "ruby-advisory-db-check", "0.12.4" },
  { "pkg:composer/guzzlehttp/guzzle@6.3.3", "composer", "guzzlehttp/guzzle", "6.3.3" },
  { "PKG:NuGet/EnterpriseLibrary.Common@6.0.1304", "nuget", "EnterpriseLibrary.Common",
    "6.0.1304" },
  { "pkg://cargo/rand@0.8.5", "cargo", "rand", "0.8.5" },
  { "cpe:2.3:a:microsoft:internet_explorer:8.0.6001:beta:*:*:*:*:*:*", "microsoft",
    "internet_explorer", "8.0.6001" },
  { "cpe:2.3:a:hp:insight_diagnostics:7.4.0.1570:-:*:*:online:win2003:x64:*", "hp",
    "insight_diagnostics", "7.4.0.1570" },
  { "cpe:2.3:a:foo\\\\bar:big\\$money\\:2010:*:*:*:*:special:ipod_touch:80gb:*", "foo\\bar",
    "big$money:2010", NULL },
  { "cpe:/a:openbsd:openssh:4.7p1", "openbsd", "openssh", "4.7p1" },
  { "cpe:/o:canonical:ubuntu_linux:8.04", "canonical", "ubuntu_linux", "8.04" },
  { "cpe:/a:foo%5cbar:big%24money", "foo\\bar", "big$money", NULL },
};

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (SaneraComponentName) name = { NULL };

      g_test_message ("%s", cases[i].text);
      g_assert_true (sanera_component_name_parse (cases[i].text, &name));
      g_assert_cmpstr (name.vendor, ==, cases[i].vendor);
      g_assert_cmpstr (name.product, ==, cases[i].product);
      g_assert_cmpstr (name.version, ==, cases[i].version);
    }
}

static void
test_not_names (void)
{
  static const char *const texts[] = {
    "",
    "openssl",
    "pkg:",
    "pkg:/",
    "pkg:npm",
    "pkg:npm/",
    "pkg:npm/@",
    "pkg:npm/%00",
    "pkg:npm/%ff",
    "pkg:deb/%zz/x",
    "cpe:",
    "cpe:/",
    "cpe:/a",
    "cpe:/a:x",
    "cpe:/a:%00:x",
    "cpe:2.3:a:*:*:1.0",
    "cpe:2.3:a::x",
  };
  g_autofree char *longest = g_strnfill (5000, 'a');
  g_autofree char *long_purl = g_strconcat ("pkg:npm/", longest, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (SaneraComponentName) name = { NULL };

      g_test_message ("%s", texts[i]);
      g_assert_false (sanera_component_name_parse (texts[i], &name));
      g_assert_null (name.product);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_auto (SaneraComponentName) name = { NULL };

      g_assert_false (sanera_component_name_parse (i == 0 ? NULL : long_purl, &name));
    }
}

/* The same component, whoever names it. */
static void
test_one_id (void)
{
  static const char *const names[][3] = {
    { "pkg:pypi/Flask_SQLAlchemy", "python-pkg", "flask.sqlalchemy" },
    { "pkg:npm/%40babel/core", "node-pkg", "@babel/core" },
    { "pkg:maven/com.h2database/h2", "jar", "com.h2database:h2" },
    { "pkg:golang/golang.org/x/net", "gobinary", "golang.org/x/net" },
    { "pkg:deb/debian/zlib1g", "debian", "zlib1g" },
    { "pkg:rpm/rhel/bash", "redhat", "bash" },
    { "pkg:nuget/Newtonsoft.Json", "dotnet-core", "newtonsoft.json" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_auto (SaneraComponentName) name = { NULL };
      g_autofree char *a = NULL, *b = NULL;

      g_assert_true (sanera_component_name_parse (names[i][0], &name));
      a = sanera_importer_component_id (name.vendor, name.product);
      b = sanera_importer_component_id (sanera_component_vendor (names[i][1]), names[i][2]);
      g_assert_cmpstr (a, ==, b);
    }
}

static void
test_ecosystems (void)
{
  static const char *const ecosystems[][2] = {
    { "PyPI", "pypi" },           { "Debian:12", "debian" },
    { "Alpine:v3.18", "alpine" }, { "crates.io", "cargo" },
    { "Go", "golang" },           { "Packagist", "composer" },
    { "RubyGems", "gem" },        { "Maven", "maven" },
    { "Rocky Linux:9", "rocky" }, { "Ubuntu:22.04:LTS", "ubuntu" },
    { "NuGet", "nuget" },         { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ecosystems); i++)
    {
      g_autofree char *vendor = sanera_component_vendor_of_ecosystem (ecosystems[i][0]);

      g_assert_cmpstr (vendor, ==, ecosystems[i][1]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/component-name/parse", test_parse);
  g_test_add_func ("/component-name/not-names", test_not_names);
  g_test_add_func ("/component-name/one-id", test_one_id);
  g_test_add_func ("/component-name/ecosystems", test_ecosystems);
  return g_test_run ();
}
