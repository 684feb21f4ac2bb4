// What Swift cannot call of libcurl: its functions with any number of arguments.
#ifndef RECONCILE_CURL_SHIM_H
#define RECONCILE_CURL_SHIM_H

#include <curl/curl.h>

typedef size_t (*reconcile_curl_sink)(char *bytes, size_t size, size_t count, void *target);

static inline CURLcode reconcile_curl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode reconcile_curl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode reconcile_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode reconcile_curl_set_sink(CURL *handle, CURLoption option, reconcile_curl_sink sink) {
  return curl_easy_setopt(handle, option, sink);
}

static inline long reconcile_curl_get_long(CURL *handle, CURLINFO info) {
  long value = 0;
  curl_easy_getinfo(handle, info, &value);
  return value;
}

static inline void *reconcile_curl_get_private(CURL *handle) {
  char *value = NULL;
  curl_easy_getinfo(handle, CURLINFO_PRIVATE, &value);
  return value;
}

static inline CURLMcode reconcile_curl_multi_set_long(CURLM *handle, CURLMoption option, long value) {
  return curl_multi_setopt(handle, option, value);
}

// The handle of a transfer that ended and how, or NULL when there is none.
static inline CURL *reconcile_curl_ended(CURLM *multi, CURLcode *result) {
  int left = 0;
  CURLMsg *message = curl_multi_info_read(multi, &left);
  if (message == NULL || message->msg != CURLMSG_DONE) return NULL;
  *result = message->data.result;
  return message->easy_handle;
}

#endif
