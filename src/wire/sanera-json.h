/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "sanera-error.h"
#include "sanera-noun.h"

G_BEGIN_DECLS

/**
 * SaneraJsonDialect:
 * @SANERA_JSON_DEFENDER: what Microsoft documents, nothing else (`/api`)
 * @SANERA_JSON_SANERA: with our own fields (`/sanera/v1`)
 */
typedef enum
{
  SANERA_JSON_DEFENDER,
  SANERA_JSON_SANERA,
} SaneraJsonDialect;

/* deepest nesting accepted from outside; json-glib 1.6 has no limit of its own */
#define SANERA_JSON_MAX_DEPTH 64

/* Reading: typed readers that never trip json-glib's criticals. @path names the place in messages,
 * for example "recommendations[3]". A missing member or null leaves *@value as it is, which is how
 * a caller gives its default; a wrong type is SANERA_ERROR_PROTOCOL naming the path. */
JsonNode *sanera_json_parse (const char *text, gssize length, guint max_depth, GError **error);
gboolean sanera_json_get_text (JsonObject *object,
                               const char *member,
                               const char *path,
                               const char **value,
                               GError **error);
gboolean sanera_json_get_int (JsonObject *object,
                              const char *member,
                              const char *path,
                              gint64 *value,
                              GError **error);
gboolean sanera_json_get_double (JsonObject *object,
                                 const char *member,
                                 const char *path,
                                 double *value,
                                 GError **error);
gboolean sanera_json_get_bool (JsonObject *object,
                               const char *member,
                               const char *path,
                               gboolean *value,
                               GError **error);
gboolean sanera_json_get_time (JsonObject *object,
                               const char *member,
                               const char *path,
                               gint64 *value,
                               GError **error);
gboolean sanera_json_get_strv (JsonObject *object,
                               const char *member,
                               const char *path,
                               char ***value,
                               GError **error);
gboolean sanera_json_get_object (JsonObject *object,
                                 const char *member,
                                 const char *path,
                                 JsonObject **value,
                                 GError **error);
gboolean sanera_json_get_array (JsonObject *object,
                                const char *member,
                                const char *path,
                                JsonArray **value,
                                GError **error);

gboolean sanera_json_read_noun (const SaneraNoun *noun,
                                JsonObject *object,
                                const char *path,
                                gpointer data,
                                GError **error);
gboolean sanera_json_parse_noun (const SaneraNoun *noun,
                                 const char *text,
                                 gsize length,
                                 const char *path,
                                 gpointer data,
                                 GError **error);

/* Writing: appended to a GString, no DOM. */
void sanera_json_append_string (GString *out, const char *text);
void sanera_json_append_double (GString *out, double value);
void sanera_json_append_time (GString *out, gint64 time);
void sanera_json_append_strv (GString *out, const char *const *strv);
void sanera_json_append_noun (GString *out,
                              const SaneraNoun *noun,
                              gconstpointer data,
                              SaneraJsonDialect dialect);
void sanera_json_append_noun_members (GString *out,
                                      const SaneraNoun *noun,
                                      gconstpointer data,
                                      SaneraJsonDialect dialect);

/**
 * SaneraJsonSplit:
 *
 * Walks over the members of one JSON object, and over the elements of its arrays, by brace depth,
 * without building a tree of the whole: a page of 2,000 objects is parsed one object at a time.
 * The slices point into the text that was given.
 */
typedef struct
{
  const char *at;
  const char *end;
  const char *start;
  guint depth;
} SaneraJsonSplit;

typedef struct
{
  const char *text;
  gsize length;
} SaneraJsonSlice;

gboolean
sanera_json_split_object (SaneraJsonSplit *self, const char *text, gsize length, GError **error);
gboolean sanera_json_split_next_member (SaneraJsonSplit *self,
                                        char **name,
                                        SaneraJsonSlice *value,
                                        gboolean *done,
                                        GError **error);
gboolean
sanera_json_split_array (SaneraJsonSplit *self, const char *text, gsize length, GError **error);
gboolean sanera_json_split_next_element (SaneraJsonSplit *self,
                                         SaneraJsonSlice *value,
                                         gboolean *done,
                                         GError **error);

G_END_DECLS
