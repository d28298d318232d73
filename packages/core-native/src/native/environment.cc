#include "native/environment.h"

#include "native/job.h"

namespace likeness {

// Node runs cleanup hooks newest first: this one after the function below was made, so that jobs end before it goes.
static void end_jobs(void* data) { static_cast<Environment*>(data)->queue.end(); }

bool create_environment(Napi::Env env) {
  auto* environment = new Environment();
  env.SetInstanceData(environment);
  const napi_value name = Napi::String::New(env, "likeness");
  const bool made = napi_create_threadsafe_function(env, nullptr, nullptr, name, 0, 1, nullptr, nullptr, environment,
                                                    complete_job, &environment->settled) == napi_ok &&
                    napi_unref_threadsafe_function(env, environment->settled) == napi_ok &&
                    napi_add_env_cleanup_hook(env, end_jobs, environment) == napi_ok;
  if (!made) Napi::Error::New(env, "the environment could not be set up").ThrowAsJavaScriptException();
  return made;
}

}  // namespace likeness
