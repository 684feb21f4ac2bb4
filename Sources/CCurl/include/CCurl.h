// libcurl, found when it is first needed and not when the program starts: it and the thirty libraries behind it take as long
// to load as everything else, and most commands call nobody.
//
// The functions below are libcurl's own by other names; the types are those of its header. Of the functions with any number of
// arguments, which Swift cannot call, there is one for each type of argument.
#ifndef RECONCILE_CURL_H
#define RECONCILE_CURL_H

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// Finds the library, once. NULL when it is there; else why it cannot be used, a text that lasts. All else needs it.
const char *reconcile_curl_missing(void);

// Once for the process, before anything else is made.
CURLcode reconcile_curl_global_init(void);

CURL *reconcile_curl_new(void);
void reconcile_curl_free(CURL *handle);
const char *reconcile_curl_words(CURLcode code);

struct curl_slist *reconcile_curl_append(struct curl_slist *list, const char *text);
void reconcile_curl_free_list(struct curl_slist *list);

typedef size_t (*reconcile_curl_sink)(char *bytes, size_t size, size_t count, void *target);

CURLcode reconcile_curl_set_long(CURL *handle, CURLoption option, long value);
CURLcode reconcile_curl_set_text(CURL *handle, CURLoption option, const char *value);
CURLcode reconcile_curl_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode reconcile_curl_set_sink(CURL *handle, CURLoption option, reconcile_curl_sink sink);
long reconcile_curl_get_long(CURL *handle, CURLINFO info);
void *reconcile_curl_get_private(CURL *handle);

CURLM *reconcile_curl_multi_new(void);
void reconcile_curl_multi_free(CURLM *multi);
CURLMcode reconcile_curl_multi_set_long(CURLM *multi, CURLMoption option, long value);
CURLMcode reconcile_curl_multi_add(CURLM *multi, CURL *handle);
CURLMcode reconcile_curl_multi_remove(CURLM *multi, CURL *handle);
CURLMcode reconcile_curl_multi_perform(CURLM *multi, int *running);
CURLMcode reconcile_curl_multi_poll(CURLM *multi, int milliseconds);
CURLMcode reconcile_curl_multi_wakeup(CURLM *multi);

// The handle of a transfer that ended and how, or NULL when there is none.
CURL *reconcile_curl_multi_ended(CURLM *multi, CURLcode *result);

#endif
