#include "CCurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

// The functions that are used, with the types that libcurl's header gives them.
#define FUNCTIONS(each) \
  each(curl_global_init) each(curl_easy_init) each(curl_easy_cleanup) each(curl_easy_strerror) each(curl_easy_setopt) \
  each(curl_easy_getinfo) each(curl_slist_append) each(curl_slist_free_all) each(curl_multi_init) each(curl_multi_cleanup) \
  each(curl_multi_setopt) each(curl_multi_add_handle) each(curl_multi_remove_handle) each(curl_multi_perform) \
  each(curl_multi_poll) each(curl_multi_wakeup) each(curl_multi_info_read)

static struct {
#define MEMBER(name) __typeof__(&name) name;
  FUNCTIONS(MEMBER)
} curl;

static char missing[300];

#ifdef __APPLE__
static const char *const names[] = {"/usr/lib/libcurl.4.dylib", "libcurl.4.dylib"};
#else
static const char *const names[] = {"libcurl.so.4", "libcurl.so"};
#endif

static void find(void) {
  void *library = NULL;
  for (size_t position = 0; library == NULL && position < sizeof names / sizeof *names; position++) {
    library = dlopen(names[position], RTLD_NOW | RTLD_LOCAL);
    const char *problem = library == NULL ? dlerror() : NULL;
    if (problem != NULL && missing[0] == 0) snprintf(missing, sizeof missing, "%s", problem);
  }
  if (library == NULL) return;
  missing[0] = 0;
#define FIND(name) \
  curl.name = (__typeof__(&name))dlsym(library, #name); \
  if (curl.name == NULL) snprintf(missing, sizeof missing, "%s has no " #name, names[0]);
  FUNCTIONS(FIND)
}

const char *reconcile_curl_missing(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, find);
  return missing[0] == 0 ? NULL : missing;
}

CURLcode reconcile_curl_global_init(void) { return curl.curl_global_init(CURL_GLOBAL_DEFAULT); }

CURL *reconcile_curl_new(void) { return curl.curl_easy_init(); }
void reconcile_curl_free(CURL *handle) { curl.curl_easy_cleanup(handle); }
const char *reconcile_curl_words(CURLcode code) { return curl.curl_easy_strerror(code); }

struct curl_slist *reconcile_curl_append(struct curl_slist *list, const char *text) {
  return curl.curl_slist_append(list, text);
}
void reconcile_curl_free_list(struct curl_slist *list) { curl.curl_slist_free_all(list); }

CURLcode reconcile_curl_set_long(CURL *handle, CURLoption option, long value) {
  return curl.curl_easy_setopt(handle, option, value);
}
CURLcode reconcile_curl_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl.curl_easy_setopt(handle, option, value);
}
CURLcode reconcile_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl.curl_easy_setopt(handle, option, value);
}
CURLcode reconcile_curl_set_sink(CURL *handle, CURLoption option, reconcile_curl_sink sink) {
  return curl.curl_easy_setopt(handle, option, sink);
}

long reconcile_curl_get_long(CURL *handle, CURLINFO info) {
  long value = 0;
  curl.curl_easy_getinfo(handle, info, &value);
  return value;
}
void *reconcile_curl_get_private(CURL *handle) {
  char *value = NULL;
  curl.curl_easy_getinfo(handle, CURLINFO_PRIVATE, &value);
  return value;
}

CURLM *reconcile_curl_multi_new(void) { return curl.curl_multi_init(); }
void reconcile_curl_multi_free(CURLM *multi) { curl.curl_multi_cleanup(multi); }
CURLMcode reconcile_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl.curl_multi_setopt(multi, option, value);
}
CURLMcode reconcile_curl_multi_add(CURLM *multi, CURL *handle) { return curl.curl_multi_add_handle(multi, handle); }
CURLMcode reconcile_curl_multi_remove(CURLM *multi, CURL *handle) { return curl.curl_multi_remove_handle(multi, handle); }
CURLMcode reconcile_curl_multi_perform(CURLM *multi, int *running) { return curl.curl_multi_perform(multi, running); }
CURLMcode reconcile_curl_multi_poll(CURLM *multi, int milliseconds) {
  return curl.curl_multi_poll(multi, NULL, 0, milliseconds, NULL);
}
CURLMcode reconcile_curl_multi_wakeup(CURLM *multi) { return curl.curl_multi_wakeup(multi); }

CURL *reconcile_curl_multi_ended(CURLM *multi, CURLcode *result) {
  int left = 0;
  CURLMsg *message = curl.curl_multi_info_read(multi, &left);
  if (message == NULL || message->msg != CURLMSG_DONE) return NULL;
  *result = message->data.result;
  return message->easy_handle;
}
