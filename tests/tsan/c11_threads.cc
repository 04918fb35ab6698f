// C11 threads on top of pthreads, for the thread sanitizer alone.
//
// librdkafka uses C11 threads. GCC 12's sanitizer does not know them: a thread that it did not see
// start crashes it, and locks that it does not see look like races. A program of a tsan build has
// these functions in front of glibc's, whose types are pthread's under other names.
#include <pthread.h>
#include <threads.h>

#include <cerrno>
#include <cstdint>
#include <ctime>
#include <memory>

namespace {

static_assert(sizeof(mtx_t) == sizeof(pthread_mutex_t) && sizeof(cnd_t) == sizeof(pthread_cond_t));

pthread_mutex_t* mutex_of(mtx_t* mutex) { return reinterpret_cast<pthread_mutex_t*>(mutex); }
pthread_cond_t* condition_of(cnd_t* condition) {
  return reinterpret_cast<pthread_cond_t*>(condition);
}

int result_of(int error) {
  switch (error) {
    case 0:
      return thrd_success;
    case EBUSY:
      return thrd_busy;
    case ETIMEDOUT:
      return thrd_timedout;
    case ENOMEM:
      return thrd_nomem;
    default:
      return thrd_error;
  }
}

struct Start {
  thrd_start_t function;
  void* argument;
};

void* run(void* raw) {
  const std::unique_ptr<Start> start(static_cast<Start*>(raw));
  return reinterpret_cast<void*>(static_cast<intptr_t>(start->function(start->argument)));
}

}  // namespace

extern "C" {

int thrd_create(thrd_t* thread, thrd_start_t function, void* argument) {
  auto start = std::make_unique<Start>(Start{function, argument});
  const int error = pthread_create(thread, nullptr, run, start.get());
  if (error == 0) static_cast<void>(start.release());  // run() owns it
  return result_of(error);
}
int thrd_join(thrd_t thread, int* status) {
  void* returned = nullptr;
  const int error = pthread_join(thread, &returned);
  if (status != nullptr) *status = static_cast<int>(reinterpret_cast<intptr_t>(returned));
  return result_of(error);
}
int thrd_detach(thrd_t thread) { return result_of(pthread_detach(thread)); }

int mtx_init(mtx_t* mutex, int type) {
  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  if ((type & mtx_recursive) != 0) pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
  return result_of(pthread_mutex_init(mutex_of(mutex), &attributes));
}
int mtx_lock(mtx_t* mutex) { return result_of(pthread_mutex_lock(mutex_of(mutex))); }
int mtx_trylock(mtx_t* mutex) { return result_of(pthread_mutex_trylock(mutex_of(mutex))); }
int mtx_timedlock(mtx_t* mutex, const timespec* until) {
  return result_of(pthread_mutex_timedlock(mutex_of(mutex), until));
}
int mtx_unlock(mtx_t* mutex) { return result_of(pthread_mutex_unlock(mutex_of(mutex))); }
void mtx_destroy(mtx_t* mutex) { pthread_mutex_destroy(mutex_of(mutex)); }

int cnd_init(cnd_t* condition) {
  return result_of(pthread_cond_init(condition_of(condition), nullptr));
}
int cnd_wait(cnd_t* condition, mtx_t* mutex) {
  return result_of(pthread_cond_wait(condition_of(condition), mutex_of(mutex)));
}
int cnd_timedwait(cnd_t* condition, mtx_t* mutex, const timespec* until) {
  return result_of(pthread_cond_timedwait(condition_of(condition), mutex_of(mutex), until));
}
int cnd_signal(cnd_t* condition) { return result_of(pthread_cond_signal(condition_of(condition))); }
int cnd_broadcast(cnd_t* condition) {
  return result_of(pthread_cond_broadcast(condition_of(condition)));
}
void cnd_destroy(cnd_t* condition) { pthread_cond_destroy(condition_of(condition)); }

}  // extern "C"
