/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sample fleet: real products and weaknesses on invented devices. Everything is drawn from the
 * seed by position, so no part depends on how another was made. */

#include "sanera-sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sanera-exposure.h"
#include "sanera-importer.h"
#include "sanera-time.h"

#define CATALOGUE "/org/sanera/server/sample-catalogue.tsv"

const char *const sanera_sample_groups[] = {
  "",
  "Workstations Stockholm",
  "Workstations Gothenburg",
  "Workstations Malmö",
  "Workstations Umeå",
  "Servers",
  "Linux servers",
  "Network",
  NULL,
};

/* What each of 20 devices is; see the catalogue for the letters. */
static const char kinds[] = "wwlswwmwslwwnwslwmwo";

enum
{
  STREAM_PRODUCTS,
  STREAM_DEVICES,
  STREAM_ASSESSED,
  STREAM_ITEMS,
  STREAM_SPREAD,
  STREAM_WEAKNESSES,
};

/**
 * sanera_sample_random:
 * @seed: the fleet's seed
 * @stream: what is drawn
 * @index: for which one
 *
 * Returns: 64 bits that look random (splitmix64)
 */
guint64
sanera_sample_random (guint64 seed, guint64 stream, guint64 index)
{
  guint64 z = seed * G_GUINT64_CONSTANT (0x9E3779B97F4A7C15) +
              stream * G_GUINT64_CONSTANT (0xD1B54A32D192ED03) +
              (index + 1) * G_GUINT64_CONSTANT (0x8CB92BA72F3D8DD7);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94D049BB133111EB);
  return z ^ (z >> 31);
}

static void
product_free (gpointer data)
{
  SaneraSampleProduct *product = data;

  g_free (product->vendor);
  g_free (product->slug);
  g_free (product->name);
  g_free (product->sub_category);
  g_free (product->platforms);
  g_free (product->installed);
  g_free (product->fixed);
  g_free (product->remediation);
  g_array_unref (product->weaknesses);
  g_free (product);
}

static void
weakness_free (gpointer data)
{
  SaneraSampleWeakness *weakness = data;

  g_free (weakness->id);
  g_free (weakness);
}

/* CVSS 3.1, section 5. */
static const char *
rate (double cvss)
{
  SaneraSeverity severity = cvss >= 9.0   ? SANERA_SEVERITY_CRITICAL
                            : cvss >= 7.0 ? SANERA_SEVERITY_HIGH
                            : cvss >= 4.0 ? SANERA_SEVERITY_MEDIUM
                                          : SANERA_SEVERITY_LOW;

  return sanera_enum_to_nick (&sanera_severity_enum, (int)severity);
}

static guint
add_weakness (SaneraSample *self, GHashTable *known, const char *id, double cvss, gboolean exploit)
{
  gpointer index;
  SaneraSampleWeakness *weakness;

  if (g_hash_table_lookup_extended (known, id, NULL, &index))
    return GPOINTER_TO_UINT (index);
  weakness = g_new0 (SaneraSampleWeakness, 1);
  weakness->id = g_strdup (id);
  weakness->cvss = cvss;
  weakness->severity = isnan (cvss) ? NULL : rate (cvss);
  weakness->public_exploit = exploit;
  g_ptr_array_add (self->weaknesses, weakness);
  g_hash_table_insert (known, weakness->id, GUINT_TO_POINTER (self->weaknesses->len - 1));
  return self->weaknesses->len - 1;
}

static void
add_cves (SaneraSample *self, GHashTable *known, SaneraSampleProduct *product, const char *list)
{
  g_auto (GStrv) words = g_strsplit (list, " ", -1);

  for (char **word = words; *word != NULL; word++)
    {
      char *colon = strchr (*word, ':');
      g_autofree char *id = NULL;
      guint index;

      g_assert (colon != NULL);
      *colon = '\0';
      id = g_strconcat ("CVE-", *word, NULL);
      index = add_weakness (self, known, id, g_ascii_strtod (colon + 1, NULL),
                            g_str_has_suffix (colon + 1, "!"));
      g_array_append_val (product->weaknesses, index);
    }
}

static void
add_product (SaneraSample *self, GHashTable *known, char **columns)
{
  SaneraSampleProduct *product = g_new0 (SaneraSampleProduct, 1);

  g_assert (g_strv_length (columns) == 8);
  product->weaknesses = g_array_new (FALSE, FALSE, sizeof (guint));
  product->vendor = g_strdup (columns[0]);
  product->slug = g_strdup (columns[1]);
  product->name = g_strdup (columns[2]);
  product->category = g_intern_string (columns[3]);
  product->platforms = g_strdup (columns[4]);
  product->check = g_str_equal (columns[0], "check");
  if (product->check)
    {
      guint index = add_weakness (self, known, columns[1], (double)NAN, FALSE);
      SaneraSampleWeakness *weakness = g_ptr_array_index (self->weaknesses, index);

      weakness->severity = g_intern_string (columns[7]);
      product->sub_category = g_strdup (columns[5]);
      product->remediation = g_strdup (columns[6]);
      g_array_append_val (product->weaknesses, index);
    }
  else
    {
      product->sub_category = g_strdup ("");
      product->installed = g_strdup (columns[5]);
      product->end_of_support = g_str_equal (columns[6], "EOS");
      if (!product->end_of_support && !g_str_equal (columns[6], "-"))
        product->fixed = g_strdup (columns[6]);
      add_cves (self, known, product, columns[7]);
    }
  g_ptr_array_add (self->products, product);
}

static void
read_catalogue (SaneraSample *self)
{
  g_autoptr (GBytes) bytes =
      g_resources_lookup_data (CATALOGUE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gsize length;

  g_assert (bytes != NULL);
  length = g_bytes_get_size (bytes);
  text = g_strndup (g_bytes_get_data (bytes, NULL), length);
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      if (**line != '\0' && **line != '#')
        {
          g_auto (GStrv) columns = g_strsplit (*line, "\t", -1);

          add_product (self, known, columns);
        }
    }

  /* Another seed, other products in a small fleet. */
  for (guint i = self->products->len - 1; i > 0; i--)
    {
      guint k = (guint)(sanera_sample_random (self->size.seed, STREAM_PRODUCTS, i) % (i + 1));
      gpointer product = self->products->pdata[i];

      self->products->pdata[i] = self->products->pdata[k];
      self->products->pdata[k] = product;
    }
}

static const char *
choose_platform (char kind, guint64 random)
{
  static const char *const clients[] = { "Windows11", "Windows11", "Windows11", "Windows10",
                                         "Windows10" };
  static const char *const servers[] = { "WindowsServer2022", "WindowsServer2019",
                                         "WindowsServer2019", "WindowsServer2016" };
  static const char *const linuxes[] = { "Ubuntu", "Debian", "RedHatEnterpriseLinux", "Ubuntu" };

  switch (kind)
    {
    case 'w':
      return clients[random % G_N_ELEMENTS (clients)];
    case 's':
      return servers[random % G_N_ELEMENTS (servers)];
    case 'o':
      return "WindowsServer2012R2";
    case 'l':
      return linuxes[random % G_N_ELEMENTS (linuxes)];
    case 'm':
      return "macOS";
    default:
      return "NetworkDevice";
    }
}

static guint
choose_group (char kind, guint64 random)
{
  if (random % 32 == 0)
    return 0;
  switch (kind)
    {
    case 's':
    case 'o':
      return 5;
    case 'l':
      return 6;
    case 'n':
      return 7;
    default:
      return 1 + (guint)(random / 32 % 4);
    }
}

static void
make_devices (SaneraSample *self)
{
  g_array_set_size (self->devices, (guint)self->size.devices);
  for (guint i = 0; i < self->devices->len; i++)
    {
      SaneraSampleDevice *device = &g_array_index (self->devices, SaneraSampleDevice, i);
      guint64 random = sanera_sample_random (self->size.seed, STREAM_DEVICES, i);
      guint64 age = sanera_sample_random (self->size.seed, STREAM_ASSESSED, i);
      gint64 seconds = (gint64)(age % (6 * 86400));

      /* Some devices have not been seen for long: laptops in drawers. */
      if (age / 1000003 % 50 == 0)
        seconds += 32 * 86400;
      device->kind = kinds[i % (sizeof kinds - 1)];
      device->os_platform = choose_platform (device->kind, random / 7);
      device->group = choose_group (device->kind, random / 64);
      device->assessed_on =
          self->size.now - 3600 * SANERA_TIME_SECOND - seconds * SANERA_TIME_SECOND;
      device->sum = 0.0;
    }
}

static gboolean
matches (const char *platforms, const SaneraSampleDevice *device)
{
  if (*platforms == '=')
    return g_str_equal (platforms + 1, device->os_platform);
  return strchr (platforms, device->kind) != NULL;
}

static GArray *
get_candidates (SaneraSample *self, const char *platforms)
{
  GArray *candidates = g_hash_table_lookup (self->candidates, platforms);

  if (candidates != NULL)
    return candidates;
  candidates = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < self->devices->len; i++)
    {
      if (matches (platforms, &g_array_index (self->devices, SaneraSampleDevice, i)))
        g_array_append_val (candidates, i);
    }
  /* A fleet of three devices has no network device; something must have the weakness. */
  for (guint i = 0; candidates->len == 0 && i < self->devices->len; i++)
    g_array_append_val (candidates, i);
  g_hash_table_insert (self->candidates, g_strdup (platforms), candidates);
  return candidates;
}

static guint
greatest_common_divisor (guint a, guint b)
{
  while (b != 0)
    {
      guint rest = a % b;

      a = b;
      b = rest;
    }
  return a;
}

/* Few recommendations touch large parts of a fleet, most of them little. In a large fleet the
 * average falls, so that the number of findings stays in proportion to that of recommendations. */
static guint
choose_exposed (SaneraSample *self, guint count, guint64 random)
{
  double u = (double)(random >> 11) / (double)(G_GUINT64_CONSTANT (1) << 53);
  double goal = MAX (2.0, 200000.0 / (double)MAX (self->size.recommendations, 1));
  double scale = MIN (0.9, 4.0 * (goal - 1.0) / count);

  return 1 + (guint)(u * u * u * scale * (count - 1));
}

static void
make_items (SaneraSample *self)
{
  g_array_set_size (self->items, (guint)self->size.recommendations);
  for (guint i = 0; i < self->items->len; i++)
    {
      SaneraSampleItem *item = &g_array_index (self->items, SaneraSampleItem, i);
      guint64 random = sanera_sample_random (self->size.seed, STREAM_ITEMS, i);
      guint64 spread = sanera_sample_random (self->size.seed, STREAM_SPREAD, i);
      guint64 which = sanera_sample_random (self->size.seed, STREAM_WEAKNESSES, i);
      const SaneraSampleProduct *product;
      guint count;

      memset (item, 0, sizeof *item);
      item->product = i % self->products->len;
      item->variant = i / self->products->len;
      product = g_ptr_array_index (self->products, item->product);
      count = get_candidates (self, product->platforms)->len;
      item->start = (guint)(random % count);
      item->step = 1 + (guint)(random / count % count);
      while (greatest_common_divisor (item->step, count) != 1)
        item->step++;
      item->exposed = choose_exposed (self, count, spread);
      item->healthy = item->variant == 0 ? MIN (item->exposed / 2, count - item->exposed) : 0;
      item->first_seen = self->size.now - (7 + (gint64)(random / 1000003 % 190)) * SANERA_TIME_DAY;
      item->n_weaknesses = product->weaknesses->len;
      if (item->variant > 0)
        {
          item->first_weakness = (guint)(which % product->weaknesses->len);
          item->n_weaknesses =
              MIN (1 + (guint)(which / 1024 % 2), product->weaknesses->len - item->first_weakness);
        }
      for (guint k = 0; k < item->n_weaknesses; k++)
        {
          gint64 row;
          const SaneraSampleWeakness *weakness = sanera_sample_item_weakness (self, item, k, &row);

          item->weight =
              MAX (item->weight, sanera_exposure_weight (weakness->cvss, weakness->severity,
                                                         weakness->public_exploit));
        }
      for (guint k = 0; k < item->exposed; k++)
        g_array_index (self->devices, SaneraSampleDevice, sanera_sample_device (self, item, k))
            .sum += item->weight;
    }
  for (gint64 i = 0; i < self->size.activities && self->items->len > 0; i++)
    {
      if (sanera_sample_activity_is_active (self, i))
        g_array_index (self->items, SaneraSampleItem, sanera_sample_activity_item (self, i))
            .activities++;
    }
}

/**
 * sanera_sample_new:
 * @size: how large
 *
 * Returns: (transfer full): what is to be written
 */
SaneraSample *
sanera_sample_new (const SaneraSampleSize *size)
{
  SaneraSample *self = g_new0 (SaneraSample, 1);

  self->size = *size;
  self->products = g_ptr_array_new_with_free_func (product_free);
  self->weaknesses = g_ptr_array_new_with_free_func (weakness_free);
  self->devices = g_array_new (FALSE, FALSE, sizeof (SaneraSampleDevice));
  self->items = g_array_new (FALSE, FALSE, sizeof (SaneraSampleItem));
  self->candidates =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_array_unref);
  read_catalogue (self);
  make_devices (self);
  make_items (self);
  return self;
}

/**
 * sanera_sample_free:
 * @self: (transfer full) (nullable): a sample
 */
void
sanera_sample_free (SaneraSample *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->products);
  g_ptr_array_unref (self->weaknesses);
  g_array_unref (self->devices);
  g_array_unref (self->items);
  g_hash_table_unref (self->candidates);
  g_free (self);
}

/**
 * sanera_sample_candidate_count:
 * @self: a sample
 * @item: one of its recommendations
 *
 * Returns: how many devices could have it
 */
guint
sanera_sample_candidate_count (SaneraSample *self, const SaneraSampleItem *item)
{
  const SaneraSampleProduct *product = g_ptr_array_index (self->products, item->product);

  return get_candidates (self, product->platforms)->len;
}

/**
 * sanera_sample_device:
 * @self: a sample
 * @item: one of its recommendations
 * @i: below sanera_sample_candidate_count(); the exposed devices come first, then the healthy ones
 *
 * Returns: index of a device, another one for each @i
 */
guint
sanera_sample_device (SaneraSample *self, const SaneraSampleItem *item, guint i)
{
  const SaneraSampleProduct *product = g_ptr_array_index (self->products, item->product);
  GArray *candidates = get_candidates (self, product->platforms);
  guint64 at = ((guint64)item->start + (guint64)i * item->step) % candidates->len;

  return g_array_index (candidates, guint, (guint)at);
}

/**
 * sanera_sample_device_name:
 * @device: a device
 * @index: which one it is
 * @seed: the fleet's seed
 *
 * Returns: (transfer full): its name, in the domain that is reserved for examples
 */
char *
sanera_sample_device_name (const SaneraSampleDevice *device, guint index, guint64 seed)
{
  static const char *const cities[] = { "sto", "got", "mal", "ume", "upp", "lin" };
  static const char *const roles[] = { "web", "db", "app", "file", "mail", "build", "print", "dc" };
  guint64 random = sanera_sample_random (seed, STREAM_DEVICES, index) / 4096;
  const char *city = cities[random % G_N_ELEMENTS (cities)];
  const char *role = roles[random / 8 % G_N_ELEMENTS (roles)];

  switch (device->kind)
    {
    case 'w':
      return g_strdup_printf ("%s-%s-%05u.corp.example", random % 3 == 0 ? "pc" : "lt", city,
                              index);
    case 'm':
      return g_strdup_printf ("mac-%s-%05u.corp.example", city, index);
    case 'n':
      return g_strdup_printf ("fw-%s-%05u.corp.example", city, index);
    case 'l':
      return g_strdup_printf ("lnx-%s-%05u.corp.example", role, index);
    default:
      return g_strdup_printf ("srv-%s-%05u.corp.example", role, index);
    }
}

/* A large fleet has the same product in many places that are updated apart from each other. */
static const char *
get_place (const SaneraSampleItem *item)
{
  static const char *const places[] = { "image", "branch", "edition", "site" };

  return places[(item->product + item->variant) % G_N_ELEMENTS (places)];
}

/**
 * sanera_sample_item_id:
 * @self: a sample
 * @item: one of its recommendations
 *
 * Returns: (transfer full): its id
 */
char *
sanera_sample_item_id (SaneraSample *self, const SaneraSampleItem *item)
{
  const SaneraSampleProduct *product = g_ptr_array_index (self->products, item->product);
  g_autofree char *slug = item->variant == 0 ? g_strdup (product->slug)
                                             : g_strdup_printf ("%s_%s_%u", product->slug,
                                                                get_place (item), item->variant);

  return product->check ? sanera_importer_check_id (slug)
                        : sanera_importer_component_id (product->vendor, slug);
}

/**
 * sanera_sample_item_name:
 * @self: a sample
 * @item: one of its recommendations
 *
 * Returns: (transfer full): name of its component
 */
char *
sanera_sample_item_name (SaneraSample *self, const SaneraSampleItem *item)
{
  const SaneraSampleProduct *product = g_ptr_array_index (self->products, item->product);

  return item->variant == 0
             ? g_strdup (product->name)
             : g_strdup_printf ("%s (%s %u)", product->name, get_place (item), item->variant);
}

/**
 * sanera_sample_item_type:
 * @self: a sample
 * @item: one of its recommendations
 *
 * Returns: what is recommended
 */
SaneraRemediationType
sanera_sample_item_type (SaneraSample *self, const SaneraSampleItem *item)
{
  const SaneraSampleProduct *product = g_ptr_array_index (self->products, item->product);

  if (product->check)
    return SANERA_REMEDIATION_TYPE_CONFIGURATION_CHANGE;
  if (product->fixed != NULL)
    return SANERA_REMEDIATION_TYPE_UPDATE;
  if (product->end_of_support)
    return g_str_equal (product->category, "OS") ? SANERA_REMEDIATION_TYPE_UPGRADE
                                                 : SANERA_REMEDIATION_TYPE_UNINSTALL;
  return SANERA_REMEDIATION_TYPE_ATTENTION_REQUIRED;
}

/**
 * sanera_sample_item_weakness:
 * @self: a sample
 * @item: one of its recommendations
 * @i: below its n_weaknesses
 * @row: (out): row id of the weakness
 *
 * Returns: (transfer none): one of its weaknesses
 */
const SaneraSampleWeakness *
sanera_sample_item_weakness (SaneraSample *self, const SaneraSampleItem *item, guint i, gint64 *row)
{
  const SaneraSampleProduct *product = g_ptr_array_index (self->products, item->product);
  guint index = g_array_index (product->weaknesses, guint, item->first_weakness + i);

  *row = (gint64)index + 1;
  return g_ptr_array_index (self->weaknesses, index);
}
