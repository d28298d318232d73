// Many jobs at once on the addon's threads, cancelled at random and ended in the middle, with every result that
// completes compared to the one computed alone. Built with -fsanitize=thread by tools/sanitize.mjs.
//
//   stress [--seconds N] [--seed N] [--race]     (--race: a deliberate data race, for the gate to show that it fails)

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "environment.h"
#include "problem.h"

namespace likeness::stress {
namespace {

using Clock = std::chrono::steady_clock;
using Problems = std::vector<std::unique_ptr<Problem>>;

struct Call {
  Call(Environment& environment, const Problem& problem, Level level, unsigned threads)
      : problem(problem), out(problem.size()), job(environment, threads, [this, level](Runner& runner) {
          return this->problem.solve(runner, level, out.data());
        }) {}

  const Problem& problem;
  Bytes out;
  Job job;
  bool may_be_cancelled = false;
};

struct Tally {
  long completed = 0, cancelled = 0, rounds = 0, wrong = 0;
};

void judge(const Call& call, bool ended_early, Tally& tally) {
  const bool completed = call.job.status == Status::ok && call.job.failure.empty();
  const bool cancelled = call.job.status == Status::cancelled && (call.may_be_cancelled || ended_early);
  ++(completed ? tally.completed : tally.cancelled);
  if (completed ? call.out == call.problem.answer : cancelled) return;
  ++tally.wrong;
  std::fprintf(stderr, "stress: %s: status %d %s\n", call.problem.name().c_str(), static_cast<int>(call.job.status),
               call.job.failure.c_str());
}

/** One environment from its start to its end, which comes in the middle of the work in half of the rounds. */
void round(std::mt19937& random, const Problems& problems, const std::vector<Level>& levels, Tally& tally) {
  std::vector<std::unique_ptr<Call>> calls;
  const bool ends_early = random() % 2 == 0;
  {
    Environment environment;
    const auto count = 1 + random() % 24;
    for (unsigned k = 0; k < count; ++k) {
      calls.push_back(std::make_unique<Call>(environment, *problems[random() % problems.size()],
                                             levels[random() % levels.size()], 1 + random() % 6));
      if (!environment.queue.push(&calls.back()->job)) std::abort();
      auto& other = *calls[random() % calls.size()];
      if (random() % 4 == 0) {
        other.may_be_cancelled = true;
        other.job.cancel();
      }
      if (random() % 3 == 0) std::this_thread::sleep_for(std::chrono::microseconds(random() % 2000));
      const double progress = other.job.control->progress.load();
      if (!(progress >= 0 && progress <= 1.0000001)) std::abort();
    }
    std::unique_lock lock(environment.mutex);
    const auto wanted = static_cast<int>(ends_early ? random() % (count + 1) : count);
    environment.notified.wait(lock, [&] { return environment.ended >= wanted; });
  }
  for (const auto& call : calls) judge(*call, ends_early, tally);
  ++tally.rounds;
}

Tally run_rounds(unsigned seed, const Problems& problems, Clock::time_point end) {
  std::mt19937 random(seed);
  const auto levels = available_levels();
  Tally tally;
  do round(random, problems, levels, tally);
  while (Clock::now() < end);
  return tally;
}

/** Several environments at once, as workers have them. */
int run(unsigned seed, int seconds) {
  std::mt19937 random(seed);
  const auto problems = make_problems(random);
  const auto end = Clock::now() + std::chrono::seconds(seconds);
  Tally tallies[3];
  std::vector<std::thread> threads;
  for (auto& tally : tallies)
    threads.emplace_back([&, own = static_cast<unsigned>(random())] { tally = run_rounds(own, problems, end); });
  for (auto& thread : threads) thread.join();
  Tally sum;
  for (const auto& tally : tallies) {
    sum.completed += tally.completed;
    sum.cancelled += tally.cancelled;
    sum.rounds += tally.rounds;
    sum.wrong += tally.wrong;
  }
  std::printf("stress: %ld rounds on %zu levels, %ld jobs completed, %ld cancelled, %ld wrong (seed %u)\n", sum.rounds,
              available_levels().size(), sum.completed, sum.cancelled, sum.wrong, seed);
  return sum.wrong > 0 || sum.completed == 0 || sum.cancelled == 0;
}

int race() {
  Environment environment;
  long unguarded = 0;
  Job job(environment, 4, [&](Runner& runner) {
    runner.parallel(
        1 << 20, [](void* sum, std::int64_t) { ++*static_cast<long*>(sum); }, &unguarded, 1);
    return Status::ok;
  });
  job.execute();
  return 0;
}

}  // namespace
}  // namespace likeness::stress

int main(int argc, char** argv) {
  unsigned seed = 1;
  int seconds = 5;
  for (int k = 1; k < argc; ++k) {
    if (std::strcmp(argv[k], "--race") == 0) return likeness::stress::race();
    if (std::strcmp(argv[k], "--seed") == 0 && k + 1 < argc)
      seed = static_cast<unsigned>(std::strtoul(argv[++k], nullptr, 10));
    if (std::strcmp(argv[k], "--seconds") == 0 && k + 1 < argc) seconds = std::atoi(argv[++k]);
  }
  return likeness::stress::run(seed, seconds);
}
