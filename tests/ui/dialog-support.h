/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cache-support.h"
#include "sanera-connection.h"
#include "sanera-recommendation.h"
#include "ui-support.h"

G_BEGIN_DECLS

/* Of the recommendation that a dialog is about. */
#define RECOMMENDATION_ID "va-_-google-_-chrome"

/* A window from which a dialog about a recommendation is opened, over a cache filled directly. */
typedef struct
{
  char *folder;
  SaneraConnection *connection;
  SaneraCache *cache;
  SaneraRecommendation *recommendation;
  GtkWidget *window;
  GtkWidget *dialog; /* NULL: it is not open */
  GType type; /* of the dialog */
} DialogFixture;

#define FIND(f, Type, id) ui_find ((f)->dialog, Type, id)

SaneraRecommendation *
dialog_support_put_recommendation (SaneraCache *cache, gint64 exposed, gint64 total);
void dialog_support_open_connection (DialogFixture *f);
void dialog_support_set_up (DialogFixture *f,
                            GType type,
                            const char *role,
                            const char *capabilities,
                            gboolean intune,
                            gint64 exposed);
gboolean dialog_support_is_closed (gpointer data);
void dialog_support_close (DialogFixture *f);
void dialog_support_tear_down (DialogFixture *f);
GtkWidget *dialog_support_speak (GtkWindow *window, GType type, const char *language);
GtkCheckButton *dialog_support_find_option (GtkWidget *root, const char *nick);

G_END_DECLS
