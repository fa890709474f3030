/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-session-private.h"

/* Of ours; a server may ask for more. */
#define MAX_DELAY 60000 /* milliseconds */

/**
 * sanera_session_may_repeat:
 * @method: of the call
 * @options: of the call
 *
 * Returns: whether doing it twice is the same as doing it once: by the nature of the method, or
 *   because the server knows the submission by its key (rule R9)
 */
gboolean
sanera_session_may_repeat (const char *method, const SaneraRequestOptions *options)
{
  return options->idempotency_key != NULL || g_str_equal (method, SOUP_METHOD_GET) ||
         g_str_equal (method, SOUP_METHOD_HEAD) || g_str_equal (method, SOUP_METHOD_PUT) ||
         g_str_equal (method, SOUP_METHOD_DELETE);
}

/* `Retry-After`: seconds or a date (RFC 9110, 10.2.3). -1: not said, or not understood. */
static gint64
get_retry_after (SoupMessage *message)
{
  const char *text;
  guint64 seconds;
  g_autoptr (GDateTime) at = NULL;
  g_autoptr (GDateTime) now = NULL;

  if (message == NULL)
    return -1;

  text = soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  if (text == NULL)
    return -1;
  if (g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &seconds, NULL))
    return (gint64)seconds * 1000;

  at = soup_date_time_new_from_http_string (text);
  if (at == NULL)
    return -1;

  now = g_date_time_new_now_utc ();
  return MAX (g_date_time_difference (at, now) / 1000, 0);
}

/**
 * sanera_session_retry_delay:
 * @error: why a try failed
 * @message: (nullable): its message, with the answer's headers if there was one
 * @tries: how many there have been
 * @base_delay: milliseconds before the second try; doubled before each further one
 * @longest_wait: seconds that the server may ask for; more is left to the caller, who can show it
 * @delay: (out): milliseconds to wait before the next try
 *
 * A server that is busy or nobody who answers is asked again, later each time and not at the same
 * moment as everybody else.
 *
 * Returns: whether another try can help
 */
gboolean
sanera_session_retry_delay (const GError *error,
                            SoupMessage *message,
                            guint tries,
                            guint base_delay,
                            guint longest_wait,
                            guint *delay)
{
  gint64 after;

  if (!g_error_matches (error, SANERA_ERROR, SANERA_ERROR_OFFLINE) &&
      !g_error_matches (error, SANERA_ERROR, SANERA_ERROR_TIMEOUT) &&
      !g_error_matches (error, SANERA_ERROR, SANERA_ERROR_RATE_LIMITED) &&
      !g_error_matches (error, SANERA_ERROR, SANERA_ERROR_SERVER))
    return FALSE;

  after = get_retry_after (message);
  if (after > (gint64)longest_wait * 1000)
    return FALSE;

  *delay = MIN (base_delay << MIN (tries - 1, 10), MAX_DELAY);
  *delay += (guint)g_random_int_range (0, (gint32)(*delay / 2 + 1));
  if (after >= 0)
    *delay = (guint)after;

  return TRUE;
}
