/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "sanera-words-error.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "sanera-child-page.h"
#include "sanera-connection.h"
#include "sanera-error.h"
#include "sanera-late.h"
#include "sanera-lock.h"
#include "sanera-session.h"
#include "sanera-tenant-page.h"
#include "sanera-words-report.h"

typedef struct
{
  const char *code;
  const char *words;
} CodeWords;

/* What the server's own codes mean; api.md. They say more than the status they come with. */
static const CodeWords code_words[] = {
  { "ActivityWithdrawn", N_ ("The request was withdrawn meanwhile.") },
  { "ActedOn",
    N_ ("It cannot be undone any more: somebody has acted on what it brought, or it has changed "
        "since.") },
  { SANERA_CODE_ALREADY_OPEN,
    N_ ("Another Sanera of yours has these data open, perhaps in another session. Close it there "
        "and try again.") },
  { "AlreadyMerged", N_ ("The device was merged into another one already.") },
  { SANERA_CODE_PORTAL,
    N_ ("This network wants a sign-in of its own before it lets anything through. Open a web page "
        "in a browser and sign in there.") },
  { "CarriedOut", N_ ("The server has carried this out already.") },
  { "CertificateRefused",
    N_ ("The server’s certificate is not trusted. If your team has a certificate authority of its "
        "own, choose its file.") },
  { "DeviceRetired", N_ ("The device is retired: nothing can be merged into it.") },
  { "DevicesFixed", N_ ("A device of this activity is fixed already, so the request cannot be "
                        "withdrawn any more.") },
  { SANERA_CODE_END_PASSED,
    N_ ("The last day has passed while this waited to be sent. Choose another one.") },
  { "ExceptionEnded", N_ ("The exception has ended already.") },
  { "ExceptionExists", N_ ("There is an exception of this recommendation already.") },
  { "FileUnreadable", N_ ("The file cannot be read.") },
  { "InsecureAddress", N_ ("Only https:// addresses are safe for an access token.") },
  { "InsufficientStorage", N_ ("There is no space left on the server’s disk.") },
  { "InvalidAddress", N_ ("This is not an address of a server: https://example.org") },
  { "InvalidClient",
    N_ ("The application ID is not one: it looks like 11111111-2222-3333-4444-555555555555.") },
  { "InvalidDirectory",
    N_ ("The directory ID is not one: it looks like 11111111-2222-3333-4444-555555555555.") },
  { "InvalidCaFile", N_ ("The file with the certificate authority cannot be read.") },
  { "KeyReused", N_ ("This was sent before with other content. Discard it and make it again.") },
  { "LastAdministrator",
    N_ ("This is the last access token of an administrator: nobody could hand out another one.") },
  { "NoDevices", N_ ("No device is exposed in the chosen device groups.") },
  { SANERA_CODE_NO_SECRET,
    N_ ("The client secret of the application is not known here. Enter it.") },
  { SANERA_CODE_NOT_TOLD, N_ ("Microsoft’s interface does not tell this.") },
  { "NotCompleted", N_ ("The activity is in progress.") },
  { "NotCompletedByHand", N_ ("Only an activity that was completed by hand can be reopened.") },
  { "NoteRequired", N_ ("A rejection needs a reason.") },
  { "NoteTooLong", N_ ("The note is longer than the server accepts. Shorten it.") },
  { "NotInProgress", N_ ("The activity is completed already.") },
  { "NotLastImport", N_ ("Only the last import can be undone.") },
  { "NotRequester", N_ ("Only its requester or an administrator may do this.") },
  { "NothingToSplit", N_ ("No report has used these names for the device beside its own.") },
  { "OwnRequest", N_ ("You requested this yourself; somebody else has to decide.") },
  { "ProposalChanged", N_ ("By now something else is proposed. Read it again.") },
  { "RedirectRefused",
    N_ ("The address leads to another server. Enter the address of that server itself.") },
  { "RequestTooLarge", N_ ("It is larger than the server accepts.") },
  { SANERA_CODE_SECRET_EXPIRED,
    N_ ("The client secret has expired. Make a new one in Microsoft Entra and enter it here.") },
  { SANERA_CODE_SIGN_IN_BLOCKED,
    N_ ("The tenant does not let this application in: it is disabled, or a Conditional Access "
        "policy blocks it.") },
  { SANERA_CODE_SIGN_IN_REFUSED,
    N_ ("Microsoft refused the sign-in of the application. Check directory ID, application ID and "
        "client secret.") },
  { "ServerMissing",
    N_ ("The program sanera-server, which keeps the data, is not installed on this computer.") },
  { "TicketApproved", N_ ("A security task of this activity is approved already, so the request "
                          "cannot be withdrawn any more.") },
  { "TicketOpen", N_ ("This activity has an open security task already.") },
  { "TooLarge", N_ ("The answer is larger than one of a Sanera server can be.") },
  { SANERA_CODE_UNKNOWN_APPLICATION,
    N_ ("The tenant has no such application. Check the application ID and the directory ID.") },
  { "UnknownDefenderHost", N_ ("This is not a host of Microsoft Defender’s interface: "
                               "https://api.security.microsoft.com") },
  { SANERA_CODE_UNKNOWN_TENANT, N_ ("There is no such tenant. Check the directory ID.") },
  { "TooManyRules", N_ ("There are as many rules as there can be. Remove one first.") },
  { "Withdrawn", N_ ("This was withdrawn and cannot be sent any more.") },
  { SANERA_CODE_WRONG_SECRET,
    N_ ("The client secret is not right. Enter the value of the secret, not its ID.") },
  { "WrongTransition",
    N_ ("The status of the security task has changed meanwhile and does not allow this.") },
};

static const char *
find_code (const char *code)
{
  for (guint i = 0; code != NULL && i < G_N_ELEMENTS (code_words); i++)
    {
      if (g_str_equal (code_words[i].code, code))
        return gettext (code_words[i].words);
    }
  return NULL;
}

static const char *
words_for_status (const GError *error)
{
  switch ((SaneraError)error->code)
    {
    case SANERA_ERROR_OFFLINE:
      return _ ("The server cannot be reached.");
    case SANERA_ERROR_TIMEOUT:
      return _ ("The server did not answer in time.");
    case SANERA_ERROR_UNAUTHORIZED:
      return _ ("The server does not accept the access token. Sign in with another one.");
    case SANERA_ERROR_FORBIDDEN:
      return _ ("You may not do this on this server.");
    case SANERA_ERROR_NOT_FOUND:
      return _ ("This does not exist on the server any more.");
    case SANERA_ERROR_CONFLICT:
      return _ ("The server refused this because of what happened meanwhile.");
    case SANERA_ERROR_PRECONDITION:
      return _ ("Someone else changed this meanwhile.");
    case SANERA_ERROR_RATE_LIMITED:
      return _ ("The server is busy. Try again in a minute.");
    case SANERA_ERROR_SERVER:
      return _ ("Something went wrong on the server.");
    case SANERA_ERROR_PROTOCOL:
      return _ ("The answer is not one of a Sanera server. Check the address.");
    case SANERA_ERROR_INVALID:
      return _ ("The server found something wrong with what was sent.");
    case SANERA_ERROR_CACHE:
      return _ ("The data on this computer cannot be read or written.");
    case SANERA_ERROR_BUSY:
      return _ ("The data on this computer are in use by another program.");
    case SANERA_ERROR_DAMAGED:
      return _ ("The data on this computer are damaged.");
    case SANERA_ERROR_FULL:
      return _ ("There is no space left on the disk.");
    case SANERA_ERROR_UNSUPPORTED:
      return _ ("The data were written by a newer version of Sanera.");
    default:
      return NULL;
    }
}

/* (nullable): what can go wrong between this program and the system around it. */
static const char *
words_for_system (const GError *error)
{
  if (error->domain == G_TLS_ERROR)
    return find_code ("CertificateRefused");
  if (error->domain == G_RESOLVER_ERROR)
    return _ ("The server cannot be reached.");
  if (error->domain != G_IO_ERROR)
    return NULL;

  switch ((GIOErrorEnum)error->code)
    {
    case G_IO_ERROR_NO_SPACE:
      return _ ("There is no space left on the disk.");
    case G_IO_ERROR_TIMED_OUT:
      return _ ("The server did not answer in time.");
    case G_IO_ERROR_CONNECTION_REFUSED:
    case G_IO_ERROR_HOST_NOT_FOUND:
    case G_IO_ERROR_HOST_UNREACHABLE:
    case G_IO_ERROR_NETWORK_UNREACHABLE:
    case G_IO_ERROR_NOT_CONNECTED:
      return _ ("The server cannot be reached.");
    default:
      return NULL;
    }
}

static char *
describe_details (const GError *error)
{
  /* Translators: %s is what the system says, perhaps in English */
  return g_strdup_printf (_ ("Something went wrong on this computer.\nDetails: %s"),
                          error->message);
}

/* What stands behind the server's code, and behind the name of the file, in the message. */
static const char *
get_reason (const GError *error, const char *code, const char *file_name)
{
  const char *const prefixes[] = { code, file_name };
  const char *reason = error->message;

  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      if (prefixes[i] == NULL || !g_str_has_prefix (reason, prefixes[i]) ||
          reason[strlen (prefixes[i])] != ':')
        continue;
      reason += strlen (prefixes[i]) + 1;
      while (*reason == ' ')
        reason++;
    }
  return reason;
}

/**
 * sanera_words_error_title:
 * @error: why a connection cannot be shown
 *
 * Returns: (transfer none): a title over the words of sanera_words_error()
 */
const char *
sanera_words_error_title (const GError *error)
{
  g_autofree char *code = sanera_error_get_code (error);

  return g_strcmp0 (code, SANERA_CODE_ALREADY_OPEN) == 0 ? _ ("Sanera is already open")
                                                         : _ ("The data cannot be opened");
}

/**
 * sanera_words_error:
 * @error: an error
 *
 * What people read for an error. Of one that is none of ours the message itself stands behind, as
 * details: who made it has not always words in the language of the interface.
 *
 * Returns: (transfer full): one or two sentences in the language of the interface
 */
char *
sanera_words_error (const GError *error)
{
  g_autofree char *code = NULL;
  const char *words = NULL;

  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain != SANERA_ERROR)
    {
      words = words_for_system (error);
      return words != NULL ? g_strdup (words) : describe_details (error);
    }

  code = sanera_error_get_code (error);
  if (g_strcmp0 (code, SANERA_CODE_MISSING_PERMISSION) == 0)
    return g_strdup_printf (
        /* Translators: %s is the name of a permission, such as Machine.Read.All */
        _ ("The application in Microsoft Entra lacks the permission %s. An administrator of the "
           "tenant can grant it."),
        get_reason (error, code, NULL));
  words = find_code (code);
  if (words != NULL)
    return g_strdup (words);
  words = words_for_status (error);
  return g_strdup (words != NULL ? words : error->message);
}

/**
 * sanera_words_error_file:
 * @error: why a file could not be written
 *
 * Returns: (transfer full): one or two sentences in the language of the interface
 */
char *
sanera_words_error_file (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (error->domain != G_IO_ERROR)
    return sanera_words_error (error);

  switch ((GIOErrorEnum)error->code)
    {
    case G_IO_ERROR_NO_SPACE:
      return g_strdup (_ ("There is no space left on the disk."));
    case G_IO_ERROR_PERMISSION_DENIED:
    case G_IO_ERROR_READ_ONLY:
      return g_strdup (_ ("You may not write in this folder."));
    case G_IO_ERROR_NOT_FOUND:
    case G_IO_ERROR_NOT_DIRECTORY:
      return g_strdup (_ ("The folder does not exist."));
    case G_IO_ERROR_IS_DIRECTORY:
    case G_IO_ERROR_NOT_REGULAR_FILE:
      return g_strdup (_ ("There is something of this name that is not a file."));
    case G_IO_ERROR_FILENAME_TOO_LONG:
      return g_strdup (_ ("The name of the file is too long."));
    default:
      return sanera_words_error (error);
    }
}

/**
 * sanera_words_error_refusal:
 * @code: (nullable): what the server called its refusal of an outbox entry
 * @text: (nullable): its message, as the entry keeps it
 *
 * Returns: (transfer full): one or two sentences in the language of the interface
 */
char *
sanera_words_error_refusal (const char *code, const char *text)
{
  /* The codes whose meaning is that of their status; api.md. */
  static const struct
  {
    const char *code;
    SaneraError error;
  } statuses[] = {
    { "Forbidden", SANERA_ERROR_FORBIDDEN },
    { "NotFound", SANERA_ERROR_NOT_FOUND },
    { "ResourceNotFound", SANERA_ERROR_NOT_FOUND },
    { "PreconditionFailed", SANERA_ERROR_PRECONDITION },
    { "PreconditionRequired", SANERA_ERROR_PRECONDITION },
    { "InvalidInput", SANERA_ERROR_INVALID },
    { "InvalidRequestBody", SANERA_ERROR_INVALID },
    { "MissingRequiredParameter", SANERA_ERROR_INVALID },
  };
  const char *words = find_code (code);
  g_autoptr (GError) error = NULL;

  if (words != NULL)
    return g_strdup (words);

  error = g_error_new_literal (SANERA_ERROR, SANERA_ERROR_CONFLICT, text != NULL ? text : "");
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_strcmp0 (statuses[i].code, code) == 0)
      error->code = (int)statuses[i].error;

  return sanera_words_error (error);
}

/* Codes that are about the way to the server, not about what stands in the report. */
static gboolean
is_about_report (const GError *error, const char *code)
{
  if (error->domain != SANERA_ERROR || find_code (code) != NULL)
    return FALSE;
  return error->code == SANERA_ERROR_INVALID || error->code == SANERA_ERROR_UNSUPPORTED ||
         (error->code == SANERA_ERROR_PROTOCOL && g_strcmp0 (code, "NotJson") != 0);
}

/**
 * sanera_words_error_import:
 * @error: why a report could not be imported
 * @file_name: the report's name, without folders
 *
 * Names the file and says why. Who read the file says in English where in it, which is of use to
 * who has made it: that stands behind, as details.
 *
 * Returns: (transfer full): the sentences
 */
char *
sanera_words_error_import (const GError *error, const char *file_name)
{
  g_autofree char *code = NULL;
  g_autofree char *words = NULL;

  g_return_val_if_fail (error != NULL, NULL);
  g_return_val_if_fail (file_name != NULL, NULL);

  code = sanera_error_get_code (error);
  if (is_about_report (error, code))
    {
      const char *reason = get_reason (error, code, file_name);

      /* Translators: a file name, one or two sentences, and in a line of its own the place in the
       * file and the reason, in English */
      return g_strdup_printf (_ ("“%s” cannot be imported. %s\nDetails: %s"), file_name,
                              sanera_words_report (reason), reason);
    }

  words = sanera_words_error (error);
  /* Translators: file name, then one or two sentences that say why */
  return g_strdup_printf (_ ("“%s” was not imported. %s"), file_name, words);
}

/**
 * sanera_words_error_is_final:
 * @error: why a report could not be imported
 *
 * Returns: whether trying again with the same report must fail again
 */
gboolean
sanera_words_error_is_final (const GError *error)
{
  g_autofree char *code = NULL;

  g_return_val_if_fail (error != NULL, FALSE);

  code = sanera_error_get_code (error);
  return is_about_report (error, code) || g_strcmp0 (code, "RequestTooLarge") == 0;
}
