#define PROVISO_KERNELS avx2Kernels
#include "KernelsBody.h"
