#define PROVISO_KERNELS avx512Kernels
#include "KernelsBody.h"
