/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-form-state.h"

#include <adwaita.h>

#include "sanera-form-field.h"
#include "sanera-terms.h"

#define KEY "sanera-form-state"

/* Between the names of a path: no type has it, and no title. */
#define STEP "\x1e"
#define PART "\x1f"

/* Part of a form may come only when something is read: so often, and so long after one another, it
 * is looked for. A person who begins to type ends that. */
#define LOOK_MS 50
#define LOOKS 600

typedef struct
{
  char *path;
  SaneraFormAspect aspect;
  GVariant *value;
} Entry;

struct _SaneraFormState
{
  GPtrArray *entries; /* of Entry, in the order of the widgets */
  char *focus; /* path; NULL: nowhere */
  gboolean focus_visible;

  GtkWidget *root; /* (unowned) (nullable): it is given to */
  guint source;
  guint looks;
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->path);
  g_variant_unref (entry->value);
  g_free (entry);
}

/* Paths */

/* What a widget is called, if that tells it from its neighbours: NULL, or not empty. */
static const char *
get_title (GtkWidget *widget)
{
  const char *title = NULL;

  if (ADW_IS_PREFERENCES_ROW (widget))
    title = adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget));
  else if (GTK_IS_CHECK_BUTTON (widget))
    title = gtk_check_button_get_label (GTK_CHECK_BUTTON (widget));
  return title != NULL && *title != '\0' ? title : NULL;
}

/* "type, how many of that type stand before it, title" */
static char *
name_step (GtkWidget *widget)
{
  const char *title = get_title (widget);
  guint before = 0;

  for (GtkWidget *at = gtk_widget_get_prev_sibling (widget); at != NULL;
       at = gtk_widget_get_prev_sibling (at))
    before += G_OBJECT_TYPE (at) == G_OBJECT_TYPE (widget);
  return g_strdup_printf ("%s" PART "%u" PART "%s", G_OBJECT_TYPE_NAME (widget), before,
                          title != NULL ? title : "");
}

static char *
find_path (GtkWidget *root, GtkWidget *widget)
{
  g_autofree char *path = g_strdup ("");

  for (; widget != NULL && widget != root; widget = gtk_widget_get_parent (widget))
    {
      g_autofree char *step = NULL;
      char *longer;

      if (sanera_terms_unwrap (widget) != widget)
        continue;
      step = name_step (widget);
      longer = *path != '\0' ? g_strconcat (step, STEP, path, NULL) : g_strdup (step);

      g_free (path);
      path = longer;
    }
  return widget != NULL ? g_steal_pointer (&path) : NULL;
}

/* The child of @parent that is called the same; else the one in the same place. */
static GtkWidget *
take_step (GtkWidget *parent, const char *step)
{
  g_auto (GStrv) parts = g_strsplit (step, PART, 3);
  guint64 place = g_ascii_strtoull (parts[1], NULL, 10);
  GtkWidget *called = NULL;
  GtkWidget *in_place = NULL;

  for (GtkWidget *at = gtk_widget_get_first_child (parent); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    {
      GtkWidget *child = sanera_terms_unwrap (at);

      if (!g_str_equal (G_OBJECT_TYPE_NAME (child), parts[0]))
        continue;
      /* Several may be called the same: then the one in the same place. */
      if (*parts[2] != '\0' && g_strcmp0 (get_title (child), parts[2]) == 0 &&
          (called == NULL || place == 0))
        called = child;
      if (place-- == 0)
        in_place = child;
    }
  return called != NULL ? called : in_place;
}

static GtkWidget *
follow (GtkWidget *root, const char *path)
{
  g_auto (GStrv) steps = g_strsplit (path, STEP, -1);

  for (guint i = 0; steps[i] != NULL && root != NULL; i++)
    root = take_step (root, steps[i]);
  return root;
}

/* Taking */

static Entry *
find_entry (const SaneraFormState *self, const char *path, SaneraFormAspect aspect)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);

      if (entry->aspect == aspect && g_str_equal (entry->path, path))
        return entry;
    }
  return NULL;
}

static void
add_aspects (SaneraFormState *self, GtkWidget *widget, const char *path, gboolean view)
{
  for (guint i = 0; i < SANERA_FORM_N_ASPECTS; i++)
    {
      GVariant *value;
      Entry *entry;

      if (view && i == SANERA_FORM_CONTENT)
        continue;
      value = sanera_form_field_save (widget, (SaneraFormAspect)i);
      if (value == NULL)
        continue;
      entry = g_new (Entry, 1);
      entry->path = g_strdup (path);
      entry->aspect = (SaneraFormAspect)i;
      entry->value = value;
      g_ptr_array_add (self->entries, entry);
    }
}

static void
walk (SaneraFormState *self, GtkWidget *widget, const char *path, gboolean view)
{
  add_aspects (self, widget, path, view);
  if (sanera_form_field_is_leaf (widget))
    return;
  /* What keeps its content itself has only a caret inside. */
  view = view || (*path != '\0' && sanera_form_field_is_kept (widget));
  for (GtkWidget *at = gtk_widget_get_first_child (widget); at != NULL;
       at = gtk_widget_get_next_sibling (at))
    {
      GtkWidget *child = sanera_terms_unwrap (at);
      g_autofree char *step = NULL;
      g_autofree char *longer = NULL;

      if (GTK_IS_NATIVE (child))
        continue;
      step = name_step (child);
      longer = *path != '\0' ? g_strconcat (path, STEP, step, NULL) : g_strdup (step);
      walk (self, child, longer, view);
    }
}

/* Where the focus is, as far as fields are known: a row of a list is made and gone again. */
static void
take_focus (SaneraFormState *self, GtkWidget *root)
{
  GtkWidget *focus = GTK_IS_WINDOW (root) ? gtk_window_get_focus (GTK_WINDOW (root)) : NULL;

  for (GtkWidget *up = focus; up != NULL && up != root; up = gtk_widget_get_parent (up))
    if (GTK_IS_NATIVE (up) || sanera_form_field_is_leaf (up))
      focus = GTK_IS_NATIVE (up) ? gtk_widget_get_parent (up) : up;
  self->focus = focus != NULL ? find_path (root, focus) : NULL;
  self->focus_visible = focus != NULL && gtk_window_get_focus_visible (GTK_WINDOW (root));
}

static SaneraFormState *
take (GtkWidget *root, gboolean view)
{
  SaneraFormState *self = g_new0 (SaneraFormState, 1);
  const SaneraFormState *pending = g_object_get_data (G_OBJECT (root), KEY);

  self->entries = g_ptr_array_new_with_free_func (entry_free);
  walk (self, root, "", view);
  take_focus (self, root);
  /* What it was given itself, and has no place for yet. */
  for (guint i = 0; pending != NULL && i < pending->entries->len; i++)
    {
      const Entry *entry = g_ptr_array_index (pending->entries, i);
      Entry *there = find_entry (self, entry->path, entry->aspect);

      if (there == NULL)
        {
          there = g_new (Entry, 1);
          there->path = g_strdup (entry->path);
          there->aspect = entry->aspect;
          g_ptr_array_add (self->entries, there);
        }
      else
        g_variant_unref (there->value);
      there->value = g_variant_ref (entry->value);
    }
  return self;
}

/**
 * sanera_form_state_new:
 * @root: a window
 *
 * Returns: (transfer full): what is typed, chosen and open in it
 */
SaneraFormState *
sanera_form_state_new (GtkWidget *root)
{
  g_return_val_if_fail (GTK_IS_WIDGET (root), NULL);

  return take (root, FALSE);
}

/**
 * sanera_form_state_new_view:
 * @root: a window that has another way to keep what is chosen in it
 *
 * Returns: (transfer full): what is open in it, how far it is scrolled, and where the focus is
 */
SaneraFormState *
sanera_form_state_new_view (GtkWidget *root)
{
  g_return_val_if_fail (GTK_IS_WIDGET (root), NULL);

  return take (root, TRUE);
}

/**
 * sanera_form_state_free:
 * @self: (transfer full): a state
 */
void
sanera_form_state_free (SaneraFormState *self)
{
  g_return_if_fail (self != NULL);

  g_clear_handle_id (&self->source, g_source_remove);
  g_ptr_array_unref (self->entries);
  g_free (self->focus);
  g_free (self);
}

/**
 * sanera_form_state_leave_out:
 * @self: a state
 * @untouched: the same window before a person did something
 *
 * Leaves out what nobody has touched: in another language the form may begin with other words.
 */
void
sanera_form_state_leave_out (SaneraFormState *self, const SaneraFormState *untouched)
{
  g_return_if_fail (self != NULL && untouched != NULL);

  for (guint i = self->entries->len; i > 0; i--)
    {
      const Entry *entry = g_ptr_array_index (self->entries, i - 1);
      const Entry *before = find_entry (untouched, entry->path, entry->aspect);

      if (before != NULL && entry->aspect == SANERA_FORM_CONTENT &&
          g_variant_equal (before->value, entry->value))
        g_ptr_array_remove_index (self->entries, i - 1);
    }
}

/* Giving */

static gboolean
give_aspect (SaneraFormState *self, SaneraFormAspect aspect)
{
  gboolean all = TRUE;

  for (guint i = 0; i < self->entries->len;)
    {
      Entry *entry = g_ptr_array_index (self->entries, i);
      GtkWidget *widget;

      if (entry->aspect != aspect)
        {
          i++;
          continue;
        }
      widget = *entry->path != '\0' ? follow (self->root, entry->path) : self->root;
      if (widget != NULL && sanera_form_field_restore (widget, aspect, entry->value))
        {
          g_ptr_array_remove_index (self->entries, i);
          continue;
        }
      all = FALSE;
      i++;
    }
  return all;
}

static gboolean
give_focus (SaneraFormState *self)
{
  GtkWidget *focus = self->focus != NULL ? follow (self->root, self->focus) : NULL;

  if (self->focus == NULL)
    return TRUE;
  if (focus == NULL || !gtk_widget_get_mapped (focus))
    return FALSE;
  if (!gtk_widget_grab_focus (focus))
    gtk_widget_child_focus (focus, GTK_DIR_TAB_FORWARD);
  gtk_window_set_focus_visible (GTK_WINDOW (self->root), self->focus_visible);
  g_clear_pointer (&self->focus, g_free);
  return TRUE;
}

/* Content first: it makes other fields appear. A field that gets the focus selects all its text, so
 * that the caret comes after it. */
static gboolean
give (SaneraFormState *self)
{
  gboolean all = give_aspect (self, SANERA_FORM_CONTENT);

  all = give_aspect (self, SANERA_FORM_OPENED) && all;
  if (give_focus (self))
    all = give_aspect (self, SANERA_FORM_CARET) && all;
  else
    all = FALSE;
  return give_aspect (self, SANERA_FORM_SCROLL) && all;
}

static gboolean
look_cb (gpointer data)
{
  SaneraFormState *self = data;
  GtkWidget *root = self->root;

  /* What it opens may close the window. */
  g_object_ref (root);
  self->source = 0;
  if (give (self) || ++self->looks >= LOOKS)
    g_object_set_data (G_OBJECT (root), KEY, NULL);
  else if (g_object_get_data (G_OBJECT (root), KEY) == self)
    self->source = g_timeout_add (LOOK_MS, look_cb, self);
  g_object_unref (root);
  return G_SOURCE_REMOVE;
}

static gboolean
event_cb (GtkEventControllerLegacy *controller, GdkEvent *event, gpointer root)
{
  switch (gdk_event_get_event_type (event))
    {
    case GDK_KEY_PRESS:
    case GDK_BUTTON_PRESS:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
      g_object_set_data (G_OBJECT (root), KEY, NULL);
      break;
    default:
      break;
    }
  return GDK_EVENT_PROPAGATE;
}

/**
 * sanera_form_state_restore:
 * @self: (transfer full): what was typed, chosen and open
 * @root: a window that the same code has made, presented or about to be
 *
 * Gives @root all of that, as soon as it has a place for it.
 */
void
sanera_form_state_restore (SaneraFormState *self, GtkWidget *root)
{
  GtkEventController *controller;

  g_return_if_fail (self != NULL);
  g_return_if_fail (GTK_IS_WIDGET (root));

  self->root = root;
  self->source = g_idle_add_full (G_PRIORITY_DEFAULT, look_cb, self, NULL);
  g_object_set_data_full (G_OBJECT (root), KEY, self, (GDestroyNotify)sanera_form_state_free);
  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect (controller, "event", G_CALLBACK (event_cb), root);
  gtk_widget_add_controller (root, controller);
}
