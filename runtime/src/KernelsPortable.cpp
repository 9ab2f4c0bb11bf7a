#define PROVISO_KERNELS portableKernels
#include "KernelsBody.h"
